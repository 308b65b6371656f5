package dev.epochal.projections.read;

import dev.epochal.schema.record.Identity;
import java.util.List;
import java.util.Map;

/// What concerns one client, over all its groups. Nothing is stored for it: it is derived from the client's stays and
/// the events of its groups, so an event costs the same whether ten members read it or ten thousand.
///
/// The order is that of the log. Each partition of it is projected in order and batch by batch, so whoever has read a
/// partition up to an offset has missed nothing before it, however the partitions are projected side by side; and the
/// offsets are the same after the read model was built anew. Safe for use by several threads.
public interface InboxReads {
    /// The entries behind these places in the order of the log within each partition, and by time between partitions.
    ///
    /// @param from for each partition the first offset wanted; a partition that is left out is read from its
    ///     beginning
    List<InboxEntry> inbox(Identity identity, Map<Integer, Long> from, Limits limits);

    /// The events of the user's directory, from this seq on, by which the client's stock of KeyPackages fell below the
    /// low-water mark, in order.
    ///
    /// @param limit how many at most
    List<StockNote> stockNotes(Identity identity, long fromSeq, int limit);

    /// For each partition that has groups of the client, the first offset that is not projected yet.
    Map<Integer, Long> inboxEnd(Identity identity);

    /// How much is read at once.
    ///
    /// @param entries how many entries at most
    /// @param octets how many octets their events have together at most; the first entry comes in any case
    record Limits(int entries, long octets) {}
}
