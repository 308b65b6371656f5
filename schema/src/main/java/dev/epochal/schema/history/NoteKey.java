package dev.epochal.schema.history;

import com.google.protobuf.ByteString;
import java.util.Optional;

/// An Ed25519 key that verifies signed notes (C2SP signed-note), under a name.
///
/// @param name names the signer; without spaces and plus signs
/// @param publicKey the 32 octets of the key (RFC 8032)
public record NoteKey(String name, ByteString publicKey) {
    /// @throws IllegalArgumentException if the name or the key can't be one
    public NoteKey {
        new VerifierKey(name, SignatureType.ED25519, publicKey);
    }

    /// Reads a verifier key: `name+id+key`, the id in hex and the key in base64.
    ///
    /// @return empty if the text is none, is of another algorithm, or has the id of another key
    public static Optional<NoteKey> parse(String text) {
        return VerifierKey.parse(text, SignatureType.ED25519).map(key -> new NoteKey(key.name(), key.publicKey()));
    }

    /// The key as [#parse] reads it.
    public String text() {
        return verifier().text();
    }

    ByteString id() {
        return verifier().id();
    }

    VerifierKey verifier() {
        return new VerifierKey(name, SignatureType.ED25519, publicKey);
    }
}
