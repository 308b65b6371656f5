package dev.epochal.schema.history;

import com.google.protobuf.ByteString;
import dev.epochal.schema.history.MerkleProof.Head;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// How far a log has come: the text that its signer signs (C2SP tlog-checkpoint).
///
/// @param origin names the log
/// @param head its size and root
/// @param extensions further lines, without newlines; mostly none
public record Checkpoint(String origin, Head head, List<String> extensions) {
    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,18}");
    private static final int FIXED_LINES = 3;
    private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int DIGIT_BITS = 5;

    /// @throws IllegalArgumentException if it can't be told as text
    public Checkpoint {
        extensions = List.copyOf(extensions);
        MerkleTree.requireHash(head.root());
        boolean broken = extensions.stream().anyMatch(line -> line.isEmpty() || line.contains("\n"));
        if (origin.isEmpty() || origin.contains("\n") || head.size() < 0 || broken) {
            throw new IllegalArgumentException("A checkpoint has an origin, a size and lines that aren't empty");
        }
    }

    /// The origin of a group's log: the service's name, then the log id in base32 (RFC 4648 §6, small letters, not
    /// padded).
    public static String origin(String service, ByteString logId) {
        var origin = new StringBuilder(service).append("/g/");
        int bits = 0;
        int held = 0;
        for (byte octet : logId.toByteArray()) {
            bits = (bits << Byte.SIZE) | (octet & 0xff);
            held += Byte.SIZE;
            while (held >= DIGIT_BITS) {
                held -= DIGIT_BITS;
                origin.append(DIGITS.charAt((bits >> held) & 31));
            }
            bits &= (1 << held) - 1;
        }
        if (held > 0) {
            origin.append(DIGITS.charAt((bits << (DIGIT_BITS - held)) & 31));
        }
        return origin.toString();
    }

    /// Reads the text of a note.
    ///
    /// @return empty if it is no checkpoint
    public static Optional<Checkpoint> parse(String text) {
        var lines = text.split("\n", -1);
        if (lines.length < FIXED_LINES + 1
                || !lines[lines.length - 1].isEmpty()
                || !SIZE.matcher(lines[1]).matches()) {
            return Optional.empty();
        }
        try {
            var root = ByteString.copyFrom(Base64.getDecoder().decode(lines[2]));
            var extensions = List.of(lines).subList(FIXED_LINES, lines.length - 1);
            return Optional.of(new Checkpoint(lines[0], new Head(Long.parseLong(lines[1]), root), extensions))
                    .filter(read -> read.text().equals(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Reads a checkpoint that a log has signed under its own name.
    ///
    /// @param key the log's; its name is the origin that is expected
    /// @return empty if it is malformed, of another log, or not signed by the key
    public static Optional<Checkpoint> open(String note, NoteKey key) {
        return SignedNote.parse(note)
                .filter(read -> read.isSignedBy(key))
                .flatMap(read -> parse(read.text()))
                .filter(read -> read.origin().equals(key.name()));
    }

    /// The text: a line each for origin, size, root in base64, and the extensions.
    public String text() {
        var text = new StringBuilder()
                .append(origin)
                .append('\n')
                .append(head.size())
                .append('\n')
                .append(VerifierKey.base64(head.root()))
                .append('\n');
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /// The note that the log's signer signs.
    public SignedNote signedBy(NoteSigner signer) {
        return new SignedNote(text(), List.of()).signedBy(signer, origin);
    }
}
