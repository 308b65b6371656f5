package dev.epochal.projections.read;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.GroupEvent;
import java.util.List;

/// Groups' histories, event by event. Safe for use by several threads; each call is one short query.
public interface HistoryReads {
    /// How many events the group's history has; 0 if there is no such group.
    long length(ByteString groupId);

    /// Events from `fromSeq` on in order, at most `limit`.
    List<GroupEvent> events(ByteString groupId, long fromSeq, int limit);

    /// The leaf hashes of the events from `fromSeq` on in order, at most `limit`.
    List<ByteString> leafHashes(ByteString groupId, long fromSeq, int limit);
}
