package dev.epochal.schema.history;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Optional;

/// The Ed25519 key of a witness, which signs checkpoints that it has found to be consistent with all it has seen of
/// a log before (C2SP tlog-cosignature).
///
/// @param name names the witness; without spaces and plus signs
/// @param publicKey the 32 octets of the key (RFC 8032)
public record WitnessKey(String name, ByteString publicKey) {
    private static final byte COSIGNATURE_V1 = 4;
    private static final long LATEST = Instant.MAX.getEpochSecond();

    /// @throws IllegalArgumentException if the name or the key can't be one
    public WitnessKey {
        new VerifierKey(name, COSIGNATURE_V1, publicKey);
    }

    /// What a witness says of a checkpoint.
    public sealed interface Word {
        /// Nothing: none of the lines is by its key.
        record Absent() implements Word {}

        /// There is a line by its key, and it isn't valid: somebody has changed the note, or forged the line.
        record Wrong() implements Word {}

        /// The tree was the largest one that it had seen of the log.
        ///
        /// @param atSeconds when, in seconds since 1970, by the clock of the witness
        record Cosigned(long atSeconds) implements Word {}
    }

    /// Reads a verifier key of the type for Ed25519 cosignatures: `name+id+key`, the id in hex and the key in base64.
    ///
    /// @return empty if the text is none, is of another type, or has the id of another key
    public static Optional<WitnessKey> parse(String text) {
        return VerifierKey.parse(text, COSIGNATURE_V1).map(key -> new WitnessKey(key.name(), key.publicKey()));
    }

    /// The key as [#parse] reads it.
    public String text() {
        return verifier().text();
    }

    /// What the witness says of the checkpoint in a note. Of several lines under its key the first counts.
    public Word on(SignedNote note) {
        return verifier().lineOf(note).map(line -> word(note, line.signature())).orElseGet(Word.Absent::new);
    }

    private Word word(SignedNote note, ByteString timestamped) {
        if (timestamped.size() != Long.BYTES + VerifierKey.SIGNATURE_SIZE) {
            return new Word.Wrong();
        }
        long at = timestamped.asReadOnlyByteBuffer().getLong();
        var message = "cosignature/v1\ntime " + at + "\n" + note.text();
        return at >= 0 && at <= LATEST && verifier().verifies(message, timestamped.substring(Long.BYTES))
                ? new Word.Cosigned(at)
                : new Word.Wrong();
    }

    private VerifierKey verifier() {
        return new VerifierKey(name, COSIGNATURE_V1, publicKey);
    }
}
