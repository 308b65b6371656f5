package dev.epochal.projections.wake;

import com.google.protobuf.ByteString;
import dev.epochal.projections.read.LoggedEvent;
import dev.epochal.schema.record.Identity;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where the feed reads what nobody told it.
public interface EventSource {
    /// The offset up to which each partition of the group events is projected.
    Map<Integer, Long> positions();

    /// The groups that the client is a member of.
    Set<ByteString> groupsOf(Identity identity);

    /// The groups in which one of the clients became a member by an event between these offsets.
    Set<ByteString> joined(Range range, Collection<Identity> identities);

    /// The newest event of its user's directory by which a client's stock of KeyPackages got low, of those of the
    /// clients whose stock ever did.
    Map<Identity, Long> lowStocks(Collection<Identity> identities);

    /// The first events of the groups between these offsets, in order.
    List<LoggedEvent> events(Range range, Collection<ByteString> groupIds, int limit);

    /// A piece of a partition.
    ///
    /// @param partition the partition
    /// @param from its first offset
    /// @param to the first offset behind it
    record Range(int partition, long from, long to) {}
}
