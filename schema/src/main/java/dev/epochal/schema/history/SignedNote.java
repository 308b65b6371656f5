package dev.epochal.schema.history;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// A text with signatures below it (C2SP signed-note).
///
/// @param text lines that each end with a newline
/// @param signatures in the order in which they stand there
public record SignedNote(String text, List<Line> signatures) {
    private static final String MARK = "\u2014 ";
    private static final int SIGNATURES_MAX = 100;
    private static final int CHARACTERS_MAX = 1 << 16;

    /// @throws IllegalArgumentException if the text can't be signed
    public SignedNote {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n") || !isPlain(text)) {
            throw new IllegalArgumentException("A note is lines of text, each with a newline at its end");
        }
    }

    /// A line below a note.
    ///
    /// @param name the signer's
    /// @param keyId which of its keys
    /// @param signature over the text
    public record Line(String name, ByteString keyId, ByteString signature) {}

    /// Reads a note. Its signatures aren't verified.
    ///
    /// @return empty if it is malformed
    public static Optional<SignedNote> parse(String note) {
        int gap = note.lastIndexOf("\n\n");
        if (note.length() > CHARACTERS_MAX || gap < 0 || !note.endsWith("\n") || !isPlain(note)) {
            return Optional.empty();
        }
        var lines = note.substring(gap + 2).split("\n", -1);
        if (lines.length < 2 || lines.length > SIGNATURES_MAX + 1) {
            return Optional.empty();
        }
        List<Line> signatures = new ArrayList<>();
        for (int i = 0; i < lines.length - 1; i++) {
            var line = line(lines[i]);
            if (line.isEmpty()) {
                return Optional.empty();
            }
            signatures.add(line.get());
        }
        return Optional.of(new SignedNote(note.substring(0, gap + 1), signatures));
    }

    private static Optional<Line> line(String line) {
        var words = line.startsWith(MARK) ? line.substring(MARK.length()).split(" ", -1) : new String[0];
        if (words.length != 2 || words[0].isEmpty() || words[0].contains("+")) {
            return Optional.empty();
        }
        try {
            var octets = ByteString.copyFrom(Base64.getDecoder().decode(words[1]));
            return octets.size() <= VerifierKey.ID_SIZE
                            || !VerifierKey.base64(octets).equals(words[1])
                    ? Optional.empty()
                    : Optional.of(new Line(
                            words[0], octets.substring(0, VerifierKey.ID_SIZE), octets.substring(VerifierKey.ID_SIZE)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Control characters could show a person something else than what is signed.
    private static boolean isPlain(String text) {
        return text.chars().allMatch(each -> each == '\n' || each >= ' ');
    }

    /// The note with one more signature.
    ///
    /// @param name under which the signer's key is known
    public SignedNote signedBy(NoteSigner signer, String name) {
        List<Line> more = new ArrayList<>(signatures);
        more.add(new Line(name, signer.key(name).id(), signer.sign(text)));
        return new SignedNote(text, more);
    }

    /// Whether a key has signed the note. Of several lines under one key the first counts.
    public boolean isSignedBy(NoteKey key) {
        var verifier = key.verifier();
        return verifier.lineOf(this)
                .map(SignedNote.Line::signature)
                .filter(signature -> signature.size() == SignatureType.ED25519.signatureSize())
                .map(signature -> verifier.verifies(text.getBytes(StandardCharsets.UTF_8), signature))
                .orElse(false);
    }

    /// The note as [#parse] reads it.
    @Override
    public String toString() {
        var note = new StringBuilder(text).append('\n');
        signatures.forEach(line -> note.append(MARK)
                .append(line.name())
                .append(' ')
                .append(VerifierKey.base64(line.keyId().concat(line.signature())))
                .append('\n'));
        return note.toString();
    }
}
