package dev.epochal.api.history;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.GroupEvent;
import java.util.List;

/// A line of an exported history.
public sealed interface HistoryLine {
    /// The first line: whose history it is.
    ///
    /// @param groupId the MLS group id
    /// @param logId names the history
    /// @param origin of its checkpoints
    /// @param keys the vkeys that verify them, as the server tells them, today's first
    record Opening(ByteString groupId, ByteString logId, String origin, List<String> keys) implements HistoryLine {
        /// Copies the list.
        public Opening {
            keys = List.copyOf(keys);
        }
    }

    /// An event.
    ///
    /// @param event its header and payload; what the server derived from them is left out
    /// @param after the hashes of the epoch that it began; both empty if it began none
    record Logged(GroupEvent event, Hashes after) implements HistoryLine {}

    /// The last line.
    ///
    /// @param checkpoint the signed checkpoint of exactly the events before
    record Closing(String checkpoint) implements HistoryLine {}

    /// What the server says of an epoch.
    record Hashes(ByteString treeHash, ByteString confirmedTranscriptHash) {
        /// Of an event that began no epoch.
        public static final Hashes NONE = new Hashes(ByteString.EMPTY, ByteString.EMPTY);
    }
}
