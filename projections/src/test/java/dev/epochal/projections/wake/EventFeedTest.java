package dev.epochal.projections.wake;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.projections.project.History;
import dev.epochal.projections.read.LoggedEvent;
import dev.epochal.projections.read.Subscription;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Identity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EventFeedTest {
    private static final int PARTITION = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration A_MOMENT = Duration.ofMillis(50);

    private static final Duration NEVER = Duration.ofDays(1);

    private final ChangeHub hub = new ChangeHub(ChangeHub.POLL_INTERVAL);
    private final Stored stored = new Stored();
    private final History history = new History("group", PARTITION);
    private final EventFeed feed = EventFeed.start(stored, hub, Duration.ofMillis(20));

    @AfterEach
    void close() {
        feed.close();
    }

    @Test
    void who_follows_a_group_is_told_its_events_and_no_others() {
        var other = new History("other group", PARTITION);
        try (var subscription = feed.ofGroup(history.groupId())) {
            tell(history.created(History.ALICE), other.created(History.ALICE), history.said("one"));
            assertThat(take(subscription, 2)).containsExactly(0L, 1L);
            assertThat(subscription.poll(A_MOMENT)).isEmpty();
        }
    }

    @Test
    void what_nobody_told_is_read() {
        try (var subscription = feed.ofGroup(history.groupId())) {
            stored.add(history.created(History.ALICE));
            stored.add(history.said("one"));
            assertThat(take(subscription, 2)).containsExactly(0L, 1L);
        }
    }

    @Test
    void what_another_process_says_it_has_projected_is_read_at_once() {
        var elsewhere = new ChangeHub(NEVER);
        try (var waiting = EventFeed.start(stored, elsewhere, NEVER);
                var subscription = waiting.ofGroup(history.groupId())) {
            for (int i = 0; i < 5; i++) {
                stored.add(i == 0 ? history.created(History.ALICE) : history.said("message " + i));
                elsewhere.heard(new News(Map.of(PARTITION, i + 1L), Set.of()));
                assertThat(take(subscription, 1)).containsExactly((long) i);
            }
        }
    }

    @Test
    void what_another_process_says_falsely_changes_nothing() {
        var elsewhere = new ChangeHub(NEVER);
        try (var waiting = EventFeed.start(stored, elsewhere, NEVER);
                var subscription = waiting.ofGroup(history.groupId())) {
            elsewhere.heard(new News(Map.of(PARTITION, Long.MAX_VALUE, 77, 1L), Set.of()));
            stored.add(history.created(History.ALICE));
            elsewhere.heard(new News(Map.of(PARTITION, Long.MAX_VALUE), Set.of()));
            assertThat(take(subscription, 1)).containsExactly(0L);
        }
    }

    @Test
    void a_batch_that_was_lost_is_read_before_the_next_one_is_told() {
        try (var subscription = feed.ofGroup(history.groupId())) {
            stored.add(history.created(History.ALICE));
            stored.add(history.said("lost"));
            tell(history.said("told"));
            assertThat(take(subscription, 3)).containsExactly(0L, 1L, 2L);
        }
    }

    @Test
    void a_batch_that_is_told_twice_or_late_changes_nothing() {
        try (var subscription = feed.ofGroup(history.groupId())) {
            var first = stored.add(history.created(History.ALICE));
            var second = stored.add(history.said("one"));
            hub.eventsProjected(new EventBatch(PARTITION, 1, 2, List.of(second)));
            hub.eventsProjected(new EventBatch(PARTITION, 0, 1, List.of(first)));
            hub.eventsProjected(new EventBatch(PARTITION, 0, 2, List.of(first, second)));
            tell(history.said("two"));
            assertThat(take(subscription, 3)).containsExactly(0L, 1L, 2L);
            assertThat(subscription.poll(A_MOMENT)).isEmpty();
        }
    }

    @Test
    void many_events_that_nobody_told_are_read_without_a_gap() {
        try (var subscription = feed.ofGroup(history.groupId())) {
            var seqs = new ArrayList<Long>();
            stored.add(history.created(History.ALICE));
            seqs.addAll(take(subscription, 1));
            for (int i = 0; i < 60; i++) {
                stored.add(history.said("message " + i));
            }
            seqs.addAll(take(subscription, 60));
            assertThat(seqs).hasSize(61).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void a_follower_that_takes_nothing_is_broken_off_and_can_be_mended() {
        try (var subscription = feed.ofGroup(history.groupId())) {
            tell(history.created(History.ALICE));
            for (int i = 0; i < 100; i++) {
                tell(history.said("message " + i));
            }
            await(subscription::isBroken);
            assertThat(subscription.poll(PATIENCE)).isEmpty();
            subscription.mend();
            tell(history.said("after"));
            assertThat(takeUntil(subscription, 101)).contains(101L);
        }
    }

    @Test
    void who_follows_a_client_is_told_of_a_group_from_the_event_that_adds_the_client() {
        try (var subscription = feed.ofClient(History.BOB)) {
            tell(history.created(History.ALICE), history.said("before"));
            tell(history.added(History.BOB, 1, false), history.said("after"));
            assertThat(take(subscription, 2)).containsExactly(2L, 3L);
        }
    }

    @Test
    void who_follows_a_client_is_told_of_a_group_that_nobody_told_it_was_added_to() {
        try (var subscription = feed.ofClient(History.BOB)) {
            stored.add(history.created(History.ALICE));
            stored.add(history.added(History.BOB, 1, false));
            stored.add(history.said("after"));
            assertThat(takeUntil(subscription, 2)).contains(1L);
        }
    }

    @Test
    void who_follows_a_client_is_told_of_the_groups_that_it_is_a_member_of_already() {
        stored.add(history.created(History.ALICE));
        stored.members.computeIfAbsent(History.ALICE, _ -> new HashSet<>()).add(history.groupId());
        try (var subscription = feed.ofClient(History.ALICE)) {
            tell(history.said("one"));
            assertThat(takeUntil(subscription, 1)).contains(1L);
        }
    }

    @Test
    void the_removal_of_a_client_breaks_its_subscription_and_no_other() {
        var other = feed.ofGroup(history.groupId());
        try (var subscription = feed.ofClient(History.BOB)) {
            tell(history.created(History.ALICE), history.added(History.BOB, 1, false));
            assertThat(take(subscription, 1)).containsExactly(1L);
            tell(history.removed(History.BOB, 1));
            await(subscription::isBroken);
            subscription.mend();
            tell(history.said("of others"));
            assertThat(take(other, 4)).containsExactly(0L, 1L, 2L, 3L);
            assertThat(subscription.poll(A_MOMENT)).isEmpty();
        }
    }

    @Test
    void who_follows_a_client_reads_again_when_its_stock_got_low_and_when_it_gets_low_again() {
        var other = feed.ofClient(History.ALICE);
        try (var subscription = feed.ofClient(History.BOB)) {
            stored.note(History.BOB, 3);
            await(subscription::isBroken);
            subscription.mend();
            tell(history.created(History.ALICE), history.added(History.BOB, 1, false));
            assertThat(take(subscription, 1)).containsExactly(1L);
            stored.note(History.BOB, 5);
            await(subscription::isBroken);
        }
        assertThat(other.isBroken()).isFalse();
    }

    @Test
    void a_source_that_fails_for_a_while_delays_and_loses_nothing() {
        try (var subscription = feed.ofGroup(history.groupId())) {
            stored.failing = true;
            stored.add(history.created(History.ALICE));
            stored.add(history.said("lost"));
            hub.eventsProjected(new EventBatch(PARTITION, 1, 2, List.of()));
            assertThat(subscription.poll(A_MOMENT)).isEmpty();
            stored.failing = false;
            assertThat(take(subscription, 2)).containsExactly(0L, 1L);
        }
    }

    private void tell(GroupEvent... events) {
        var batch = new ArrayList<LoggedEvent>();
        for (var event : events) {
            batch.add(stored.add(event));
        }
        hub.eventsProjected(new EventBatch(
                PARTITION, batch.getFirst().offset(), batch.getLast().offset() + 1, batch));
    }

    private static List<Long> take(Subscription subscription, int count) {
        var seqs = new ArrayList<Long>();
        while (seqs.size() < count) {
            seqs.add(subscription
                    .poll(PATIENCE)
                    .orElseThrow(() -> new AssertionError("only " + seqs))
                    .event()
                    .getHeader()
                    .getSeq());
        }
        return seqs;
    }

    /// Takes up to this one, whatever comes before it.
    private static Set<Long> takeUntil(Subscription subscription, long seq) {
        var seqs = new HashSet<Long>();
        while (!seqs.contains(seq)) {
            seqs.addAll(take(subscription, 1));
        }
        return seqs;
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /// The events of one partition.
    private static final class Stored implements EventSource {
        private final List<LoggedEvent> events = new ArrayList<>();
        private final Map<Identity, Set<ByteString>> members = new HashMap<>();
        private final Map<Identity, Long> lowStocks = new HashMap<>();
        private volatile boolean failing;

        synchronized void note(Identity identity, long seq) {
            lowStocks.put(identity, seq);
        }

        @Override
        public synchronized Map<Identity, Long> lowStocks(Collection<Identity> identities) {
            var found = new HashMap<>(lowStocks);
            found.keySet().retainAll(identities);
            return found;
        }

        synchronized LoggedEvent add(GroupEvent event) {
            var logged = new LoggedEvent(PARTITION, events.size(), event);
            events.add(logged);
            return logged;
        }

        private void check() {
            if (failing) {
                throw new IllegalStateException("The database is away");
            }
        }

        @Override
        public synchronized Map<Integer, Long> positions() {
            check();
            return Map.of(PARTITION, (long) events.size());
        }

        @Override
        public synchronized Set<ByteString> groupsOf(Identity identity) {
            return Set.copyOf(members.getOrDefault(identity, Set.of()));
        }

        @Override
        public synchronized Set<ByteString> joined(Range range, Collection<Identity> identities) {
            var groups = new HashSet<ByteString>();
            for (var event : within(range)) {
                event.event().getCommitAccepted().getAfter().getAddedList().stream()
                        .filter(member -> identities.contains(member.getIdentity()))
                        .forEach(_ -> groups.add(event.event().getHeader().getGroupId()));
            }
            return groups;
        }

        @Override
        public synchronized List<LoggedEvent> events(Range range, Collection<ByteString> groupIds, int limit) {
            check();
            return within(range).stream()
                    .filter(event -> groupIds.contains(event.event().getHeader().getGroupId()))
                    .limit(limit)
                    .toList();
        }

        private List<LoggedEvent> within(Range range) {
            return events.subList((int) range.from(), (int) range.to());
        }
    }
}
