package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.schema.history.Erasures;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.SeqRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A group's memory of its newest events, oldest first; never empty.
///
/// @param events at most [GroupState#RECENT_MAX]
record RecentEvents(List<EarlierEvent> events) {
    RecentEvents {
        events = List.copyOf(events);
    }

    static RecentEvents startingWith(EarlierEvent event) {
        return new RecentEvents(List.of(event));
    }

    RecentEvents with(EarlierEvent event) {
        int from = Math.max(0, events.size() + 1 - GroupState.RECENT_MAX);
        List<EarlierEvent> longer = new ArrayList<>(events.size() - from + 1);
        longer.addAll(events.subList(from, events.size()));
        longer.add(event);
        return new RecentEvents(longer);
    }

    /// The same without the submitters of messages that are erased.
    RecentEvents without(List<SeqRange> erased) {
        return erased.isEmpty()
                ? this
                : new RecentEvents(events.stream()
                        .map(event -> isErased(event, erased) ? event.withoutSubmitter() : event)
                        .toList());
    }

    private static boolean isErased(EarlierEvent event, List<SeqRange> erased) {
        return event.is(GroupEvent.BodyCase.MESSAGE_ACCEPTED) && Erasures.cover(erased, event.seq());
    }

    EarlierEvent newest() {
        return events.getLast();
    }

    boolean reachesBackToTheFirst() {
        return events.getFirst().seq() == 0;
    }

    Optional<EarlierEvent> byKey(ByteString idempotencyKey) {
        return newest(event -> event.header().getIdempotencyKey().equals(idempotencyKey));
    }

    Optional<EarlierEvent> byDigest(ByteString bodyDigest) {
        return newest(event -> event.header().getBodyDigest().equals(bodyDigest));
    }

    /// The Commit that ended an epoch.
    Optional<EarlierEvent> winnerOf(long epoch) {
        return newest(event ->
                event.is(GroupEvent.BodyCase.COMMIT_ACCEPTED) && event.header().getEpochBefore() == epoch);
    }

    /// How many proposals of an epoch a client has submitted, as far as remembered.
    int proposalsOf(Identity identity, long epoch) {
        return count(GroupEvent.BodyCase.PROPOSAL_ACCEPTED, identity, epoch);
    }

    /// How many reports a client has submitted while the group was in an epoch, as far as remembered.
    int reportsOf(Identity identity, long epoch) {
        return count(GroupEvent.BodyCase.COMMIT_REPORTED, identity, epoch);
    }

    private int count(GroupEvent.BodyCase kind, Identity identity, long epoch) {
        int count = 0;
        for (EarlierEvent event : events.reversed()) {
            if (event.header().getEpochAfter() != epoch) {
                break;
            }
            if (event.is(kind) && event.header().getSubmittedBy().equals(identity)) {
                count++;
            }
        }
        return count;
    }

    private Optional<EarlierEvent> newest(Predicate<EarlierEvent> wanted) {
        for (int i = events.size() - 1; i >= 0; i--) {
            if (wanted.test(events.get(i))) {
                return Optional.of(events.get(i));
            }
        }
        return Optional.empty();
    }
}
