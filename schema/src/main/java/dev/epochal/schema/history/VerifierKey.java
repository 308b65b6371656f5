package dev.epochal.schema.history;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// A key under a name, for one type of signature (C2SP signed-note).
///
/// @param name names the signer; without spaces and plus signs
/// @param type which type of signature
/// @param publicKey the octets of the key
record VerifierKey(String name, SignatureType type, ByteString publicKey) {
    static final int ID_SIZE = 4;

    private static final Pattern NAME = Pattern.compile("[^\\p{Z}\\s\\p{Cc}+]{1,255}");

    /// @throws IllegalArgumentException if the name or the key can't be one
    VerifierKey {
        if (!NAME.matcher(name).matches() || publicKey.size() != type.keySize()) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" or its key of " + publicKey.size() + " octets can't sign notes");
        }
    }

    /// Reads `name+id+key`, the id in hex and the key in base64.
    ///
    /// @return empty if the text is none, is of another type, or has the id of another key
    static Optional<VerifierKey> parse(String text, SignatureType type) {
        var parts = text.split("\\+", 3);
        if (parts.length < 3) {
            return Optional.empty();
        }
        try {
            var octets = ByteString.copyFrom(Base64.getDecoder().decode(parts[2]));
            if (octets.size() != 1 + type.keySize() || octets.byteAt(0) != type.code()) {
                return Optional.empty();
            }
            return Optional.of(new VerifierKey(parts[0], type, octets.substring(1)))
                    .filter(read -> read.text().equals(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The key as [#parse] reads it.
    String text() {
        return name + "+" + HexFormat.of().formatHex(id().toByteArray()) + "+" + base64(typed());
    }

    /// The first octets of SHA-256(name || 0x0A || type || key): which of a signer's keys has signed.
    ByteString id() {
        return new Sha256()
                .raw(name.getBytes(StandardCharsets.UTF_8))
                .octet('\n')
                .raw(typed())
                .finish()
                .substring(0, ID_SIZE);
    }

    private ByteString typed() {
        return ByteString.copyFrom(new byte[] {(byte) type.code()}).concat(publicKey);
    }

    /// The line of this key below a note; of several the first.
    Optional<SignedNote.Line> lineOf(SignedNote note) {
        return note.signatures().stream()
                .filter(line -> line.name().equals(name) && line.keyId().equals(id()))
                .findFirst();
    }

    boolean verifies(byte[] message, ByteString signature) {
        return type.verifies(publicKey, message, signature);
    }

    static String base64(ByteString octets) {
        return Base64.getEncoder().encodeToString(octets.toByteArray());
    }
}
