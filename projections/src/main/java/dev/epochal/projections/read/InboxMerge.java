package dev.epochal.projections.read;

import com.google.protobuf.ByteString;
import dev.epochal.projections.read.InboxEntry.Concern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/// Puts what was found in several partitions into one order: within a partition that of the log, between partitions the
/// earlier one first. Whatever is cut off at the end is the end of each partition, so nothing is left out in between.
final class InboxMerge {
    private final Map<Integer, TreeMap<Long, Found>> byPartition = new HashMap<>();

    /// Where an event is kept.
    record Place(ByteString groupId, long seq) {}

    /// An event that was found, without its bytes.
    record Found(
            ByteString groupId,
            int partition,
            long offset,
            long seq,
            long acceptedAt,
            int octets,
            Concern concern,
            long headSeq,
            long epoch) {
        Place place() {
            return new Place(groupId, seq);
        }
    }

    /// A client whose leaf is replaced has two stays at one event, and a client with two leaves two stays at many.
    void add(Found found) {
        byPartition
                .computeIfAbsent(found.partition(), _ -> new TreeMap<>())
                .merge(found.offset(), found, InboxMerge::weightier);
    }

    /// A Welcome has to reach the client. A removal is none while another leaf stays.
    private static Found weightier(Found one, Found other) {
        if (one.concern() == Concern.WELCOME || other.concern() == Concern.REMOVED) {
            return one;
        }
        return other.concern() == Concern.WELCOME || one.concern() == Concern.REMOVED ? other : one;
    }

    List<Found> first(InboxReads.Limits limits) {
        var heads = new PriorityQueue<Head>(Comparator.comparingLong((Head head) -> head.next.acceptedAt())
                .thenComparingInt(head -> head.next.partition()));
        byPartition.values().forEach(found -> heads.add(new Head(found.values().iterator())));
        var first = new ArrayList<Found>();
        long octets = 0;
        while (!heads.isEmpty() && first.size() < limits.entries()) {
            var head = heads.remove();
            octets += head.next.octets();
            if (!first.isEmpty() && octets > limits.octets()) {
                break;
            }
            first.add(head.next);
            if (head.advance()) {
                heads.add(head);
            }
        }
        return first;
    }

    /// What is left of one partition.
    private static final class Head {
        private final Iterator<Found> rest;
        private Found next;

        private Head(Iterator<Found> rest) {
            this.rest = rest;
            this.next = rest.next();
        }

        private boolean advance() {
            if (rest.hasNext()) {
                next = rest.next();
                return true;
            }
            return false;
        }
    }
}
