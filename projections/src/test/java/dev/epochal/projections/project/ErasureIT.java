package dev.epochal.projections.project;

import static dev.epochal.projections.project.History.ALICE;
import static dev.epochal.schema.sql.Tables.GROUP_EVENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.projections.database.CanonicalDump;
import dev.epochal.projections.database.Sql;
import dev.epochal.projections.database.TestDatabase;
import dev.epochal.projections.read.GroupReads;
import dev.epochal.projections.read.ReadModel;
import dev.epochal.projections.read.StateReads.StoredGroup;
import dev.epochal.schema.history.Erasures;
import dev.epochal.schema.history.PayloadKeyTree;
import dev.epochal.schema.history.SealedEvents;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.PayloadKeys;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Sealed payloads, their keys, and what is left of both once they were erased.
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class ErasureIT {
    private final DataSource dataSource = TestDatabase.empty();
    private final ReadModel reads = new ReadModel(dataSource);
    private final History history = new History("group", Replay.PARTITION);
    private final PayloadKeys keys = PayloadKeyTree.of(history.groupId(), History.octets32("root"));
    private final GroupEvent created = history.created(ALICE);
    private final GroupEvent one = history.said("one");
    private final GroupEvent two = history.said("two");
    private final GroupEvent three = history.said("three");
    private final GroupEvent erasure = history.erased(1, 3);
    private final PayloadKeys left =
            Erasures.without(keys, erasure.getPayloadsErased().getRangesList(), 4);

    private GroupEvent sealed(GroupEvent event) {
        return SealedEvents.seal(event, keys);
    }

    private Replay<GroupEvent> log() {
        return log(dataSource);
    }

    private Replay<GroupEvent> log(DataSource database) {
        return Replay.groups(database).with(created, sealed(one), sealed(two), sealed(three), erasure);
    }

    private List<GroupEvent> events() {
        return reads.events(history.groupId(), 0, 10);
    }

    @Test
    void a_sealed_payload_is_projected_in_clear() {
        Replay.keys(dataSource).with(keys).project(1);
        Replay.groups(dataSource).with(created, sealed(one), sealed(two)).project(10);
        assertThat(events()).containsExactly(created, one, two);
        assertThat(state().payloadKeys()).isEqualTo(keys);
    }

    @Test
    void a_payload_waits_for_its_key() {
        var events = Replay.groups(dataSource).with(created, sealed(one));
        assertThatThrownBy(() -> events.project(10)).isInstanceOf(KeysBehindException.class);
        assertThat(reads.nextOffset(Topic.GROUP_EVENTS, Replay.PARTITION)).isZero();
        Replay.keys(dataSource).with(keys).project(1);
        events.project(10);
        assertThat(events()).containsExactly(created, one);
    }

    @Test
    void what_is_erased_leaves_its_mark_and_everything_else_stays() {
        Replay.keys(dataSource).with(keys).project(1);
        log().project(2);
        assertErased();
    }

    private void assertErased() {
        assertThat(events())
                .containsExactly(created, SealedEvents.erased(one), SealedEvents.erased(two), three, erasure);
        assertThat(state().payloadKeys()).isEqualTo(left);
        assertThat(state().recent().get(1).header().getSubmittedBy().getUser()).isEmpty();
        assertThat(Sql.over(dataSource)
                        .fetchCount(GROUP_EVENT, GROUP_EVENT.USER_ID.eq("").and(GROUP_EVENT.CLIENT_ID.eq(""))))
                .isEqualTo(2);
    }

    private StoredGroup state() {
        return Objects.requireNonNull(
                reads.groups(List.of(history.groupId()), 100).get(history.groupId()));
    }

    @Test
    void older_keys_that_come_again_bring_nothing_back() {
        var ring = Replay.keys(dataSource).with(keys).project(1);
        log().project(10);
        ring.with(left, keys).project(1);
        assertErased();
    }

    /// As a rebuild meets a topic that was compacted, or restored from a backup that is younger than the erasure.
    @Test
    void a_key_that_is_gone_already_is_as_one_that_goes_later() {
        Replay.keys(dataSource).with(left).project(1);
        log().project(1);
        assertErased();
    }

    @Test
    void rows_are_equal_however_keys_and_events_came() {
        Replay.keys(dataSource).with(keys).project(1);
        log().project(2);
        Map<String, String> expected = CanonicalDump.hashes(dataSource);
        Stream.of(List.of(keys, left), List.of(left)).forEach(known -> {
            var other = TestDatabase.empty();
            var ring = Replay.keys(other);
            known.forEach(ring::with);
            ring.project(10);
            log(other).project(10);
            assertThat(CanonicalDump.hashes(other)).isEqualTo(expected);
        });
    }

    @Test
    void the_same_event_once_more_is_ignored_after_its_payload_has_gone() {
        Replay.keys(dataSource).with(keys).project(1);
        log().with(sealed(one)).project(10);
        assertErased();
    }

    @Test
    void groups_with_old_payloads_are_found_until_these_are_erased() {
        Replay.keys(dataSource).with(keys).project(1);
        var log = Replay.groups(dataSource)
                .with(created, sealed(one), sealed(two), sealed(three))
                .project(10);
        assertThat(reads.agedPayloads(1_001, 10)).isEmpty();
        assertThat(reads.agedPayloads(1_003, 10)).containsExactly(new GroupReads.Aged(history.groupId(), 3));
        assertThat(reads.eventsBefore(history.groupId(), 1_003)).isEqualTo(3);
        log.with(erasure).project(10);
        assertThat(reads.agedPayloads(9_999, 10)).containsExactly(new GroupReads.Aged(history.groupId(), 5));
        log.with(history.erased(0, 5)).project(10);
        assertThat(reads.agedPayloads(9_999, 10)).isEmpty();
    }

    @Test
    void a_clock_that_was_set_back_makes_nothing_old_that_is_young() {
        var ahead = new History("another group", Replay.PARTITION);
        var ring = PayloadKeyTree.of(ahead.groupId(), History.octets32("root"));
        Replay.keys(dataSource).with(ring).project(1);
        var log = Replay.groups(dataSource).with(ahead.created(ALICE));
        log.with(SealedEvents.seal(ahead.said("in time"), ring));
        log.with(SealedEvents.seal(ahead.at(5_000).said("ahead"), ring));
        log.with(SealedEvents.seal(ahead.at(1_000).said("in time again"), ring));
        log.project(10);
        assertThat(reads.agedPayloads(2_000, 10)).containsExactly(new GroupReads.Aged(ahead.groupId(), 2));
        assertThat(reads.agedPayloads(9_999, 10)).containsExactly(new GroupReads.Aged(ahead.groupId(), 4));
    }

    @Test
    void a_payload_under_another_key_stops_its_group() {
        var others = PayloadKeyTree.of(history.groupId(), History.octets32("another root"));
        Replay.keys(dataSource).with(others).project(1);
        Replay.groups(dataSource).with(created, sealed(one)).project(10);
        assertThat(reads.halted(Topic.GROUP_EVENTS, List.of(history.groupId()))).containsExactly(history.groupId());
    }
}
