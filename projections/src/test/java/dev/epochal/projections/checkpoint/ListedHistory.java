package dev.epochal.projections.checkpoint;

import com.google.protobuf.ByteString;
import dev.epochal.projections.read.HistoryReads;
import dev.epochal.schema.record.GroupEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A history and the memory of its signers as lists that a test changes at will.
final class ListedHistory implements HistoryReads, SignedLogs {
    final List<GroupEvent> events = new ArrayList<>();
    Optional<SignedLog> signed = Optional.empty();

    /// Runs before the next replacement.
    Runnable meanwhile = () -> {};

    @Override
    public long length(ByteString groupId) {
        return events.size();
    }

    @Override
    public List<GroupEvent> events(ByteString groupId, long fromSeq, int limit) {
        return events.stream().skip(fromSeq).limit(limit).toList();
    }

    @Override
    public List<ByteString> leafHashes(ByteString groupId, long fromSeq, int limit) {
        return events(groupId, fromSeq, limit).stream()
                .map(event -> event.getHeader().getLeafHash())
                .toList();
    }

    @Override
    public Optional<SignedLog> read(ByteString logId) {
        return signed.filter(known -> known.logId().equals(logId));
    }

    @Override
    public boolean replace(Optional<SignedLog> expected, SignedLog next) {
        var before = meanwhile;
        meanwhile = () -> {};
        before.run();
        if (!signed.equals(expected)) {
            return false;
        }
        signed = Optional.of(next);
        return true;
    }
}
