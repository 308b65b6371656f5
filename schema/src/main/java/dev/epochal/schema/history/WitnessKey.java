package dev.epochal.schema.history;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// The key of a witness, which signs checkpoints that it has found to be consistent with all it has seen of
/// a log before (C2SP tlog-cosignature).
///
/// @param name names the witness; without spaces and plus signs
/// @param publicKey the 32 octets of an Ed25519 key (RFC 8032), or the 1,312 of an ML-DSA-44 key (FIPS 204)
public record WitnessKey(String name, ByteString publicKey) {
    private static final byte[] SUBTREE = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);
    private static final int NAME_OCTETS_MAX = 255;
    private static final long LATEST = Instant.MAX.getEpochSecond();

    /// @throws IllegalArgumentException if the name or the key can't be one
    public WitnessKey {
        new VerifierKey(name, type(publicKey), publicKey);
    }

    private static SignatureType type(ByteString publicKey) {
        return publicKey.size() == SignatureType.ML_DSA_44_COSIGNATURE.keySize()
                ? SignatureType.ML_DSA_44_COSIGNATURE
                : SignatureType.ED25519_COSIGNATURE;
    }

    /// What a witness says of a checkpoint.
    public sealed interface Word {
        /// Nothing: none of the lines is by its key, or the one that is tells no time. Such a one is about a part of
        /// the tree, and doesn't say that there is none larger.
        record Absent() implements Word {}

        /// There is a line by its key, and it isn't valid: somebody has changed the note, or forged the line.
        record Wrong() implements Word {}

        /// The tree was the largest one that it had seen of the log.
        ///
        /// @param atSeconds when, in seconds since 1970, by the clock of the witness
        record Cosigned(long atSeconds) implements Word {}
    }

    /// Reads a verifier key of a type for cosignatures: `name+id+key`, the id in hex and the key in base64.
    ///
    /// @return empty if the text is none, is of another type, or has the id of another key
    public static Optional<WitnessKey> parse(String text) {
        return VerifierKey.parse(text, SignatureType.ED25519_COSIGNATURE)
                .or(() -> VerifierKey.parse(text, SignatureType.ML_DSA_44_COSIGNATURE))
                .map(key -> new WitnessKey(key.name(), key.publicKey()));
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
        if (timestamped.size() != Long.BYTES + type(publicKey).signatureSize()) {
            return new Word.Wrong();
        }
        long at = timestamped.asReadOnlyByteBuffer().getLong();
        boolean valid = at >= 0
                && at <= LATEST
                && message(note, at)
                        .map(message -> verifier().verifies(message, timestamped.substring(Long.BYTES)))
                        .orElse(false);
        if (!valid) {
            return new Word.Wrong();
        }
        return at == 0 && type(publicKey) == SignatureType.ML_DSA_44_COSIGNATURE
                ? new Word.Absent()
                : new Word.Cosigned(at);
    }

    /// What the witness signs; empty if it can't have signed that.
    private Optional<byte[]> message(SignedNote note, long at) {
        return type(publicKey) == SignatureType.ML_DSA_44_COSIGNATURE
                ? Checkpoint.parse(note.text()).flatMap(checkpoint -> subtree(checkpoint, at))
                : Optional.of(("cosignature/v1\ntime " + at + "\n" + note.text()).getBytes(StandardCharsets.UTF_8));
    }

    /// A `cosigned_message` of the tree from its first leaf on.
    private Optional<byte[]> subtree(Checkpoint checkpoint, long at) {
        byte[] cosigner = name.getBytes(StandardCharsets.UTF_8);
        byte[] origin = checkpoint.origin().getBytes(StandardCharsets.UTF_8);
        if (cosigner.length > NAME_OCTETS_MAX || origin.length > NAME_OCTETS_MAX) {
            return Optional.empty();
        }
        byte[] root = checkpoint.head().root().toByteArray();
        return Optional.of(
                ByteBuffer.allocate(SUBTREE.length + cosigner.length + origin.length + root.length + 3 * Long.BYTES + 2)
                        .put(SUBTREE)
                        .put((byte) cosigner.length)
                        .put(cosigner)
                        .putLong(at)
                        .put((byte) origin.length)
                        .put(origin)
                        .putLong(0)
                        .putLong(checkpoint.head().size())
                        .put(root)
                        .array());
    }

    private VerifierKey verifier() {
        return new VerifierKey(name, type(publicKey), publicKey);
    }
}
