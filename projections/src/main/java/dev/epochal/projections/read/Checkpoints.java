package dev.epochal.projections.read;

import com.google.protobuf.ByteString;
import dev.epochal.schema.history.Checkpoint;
import dev.epochal.schema.history.NoteKey;
import java.util.List;

/// Checkpoints of groups' histories, signed when somebody asks. Safe for use by several threads.
public interface Checkpoints {
    /// The newest checkpoint of a group. It includes each event that could be read a second before.
    Outcome newest(ByteString groupId);

    /// What comes of asking for a checkpoint.
    sealed interface Outcome {}

    /// A signed checkpoint.
    ///
    /// @param note the text with its signatures, as it is handed out
    /// @param checkpoint what it says
    /// @param keys verify it, each one of its signatures, today's first; their name is the log's origin
    record Signed(String note, Checkpoint checkpoint, List<NoteKey> keys) implements Outcome {
        /// Copies the list.
        public Signed {
            keys = List.copyOf(keys);
        }

        /// The key of today.
        public NoteKey key() {
            return keys.getFirst();
        }
    }

    /// None can be signed.
    record Refused(Reason reason) implements Outcome {}

    /// Why no checkpoint is signed.
    enum Reason {
        /// This server has no key.
        NO_KEY,
        /// There is no such group, or nothing can be read of it.
        NO_HISTORY,
        /// Fewer events can be read than were signed.
        SHORTER,
        /// Other events can be read than were signed.
        REWRITTEN,
        /// An event doesn't link to the one before, or isn't what its hashes say.
        BROKEN,
        /// What was signed before was signed by none of this server's keys.
        OTHER_KEY
    }

    /// Signs nothing.
    static Checkpoints off() {
        return _ -> new Refused(Reason.NO_KEY);
    }
}
