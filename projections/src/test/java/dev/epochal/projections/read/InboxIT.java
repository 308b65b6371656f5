package dev.epochal.projections.read;

import static dev.epochal.projections.project.History.ALICE;
import static dev.epochal.projections.project.History.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.projections.database.TestDatabase;
import dev.epochal.projections.project.History;
import dev.epochal.projections.project.Replay;
import dev.epochal.projections.read.InboxReads.Limits;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Identity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class InboxIT {
    private static final Limits ALL = new Limits(1_000, Long.MAX_VALUE);
    private static final int OTHER_PARTITION = 2;

    private final DataSource dataSource = TestDatabase.empty();
    private final ReadModel reads = new ReadModel(dataSource);
    private final History history = new History("group", Replay.PARTITION);
    private final History other = new History("other", OTHER_PARTITION);
    private final Replay<GroupEvent> groups = Replay.groups(dataSource);
    private final Replay<GroupEvent> others = Replay.groups(dataSource, OTHER_PARTITION);

    @Test
    void an_inbox_begins_with_the_welcome_and_ends_with_the_removal() {
        groups.with(
                        history.created(ALICE),
                        history.said("before"),
                        history.added(BOB, 1, false),
                        history.said("one"),
                        history.removed(BOB, 1),
                        history.said("after"))
                .project(10);
        assertThat(brief(BOB, Map.of())).containsExactly("group 2 WELCOME", "group 3 EVENT", "group 4 REMOVED");
        var entries = reads.inbox(BOB, Map.of(), ALL);
        assertThat(entries).extracting(InboxEntry::headSeq).containsOnly(4L);
        assertThat(entries).extracting(InboxEntry::epoch).containsOnly(2L);
        assertThat(brief(ALICE, Map.of())).hasSize(6).allMatch(entry -> entry.endsWith("EVENT"));
        assertThat(reads.inbox(ALICE, Map.of(), ALL))
                .extracting(InboxEntry::headSeq)
                .containsOnly(5L);
    }

    @Test
    void an_inbox_goes_on_behind_the_place_of_each_partition() {
        groups.with(history.created(ALICE), history.said("one"), history.said("two"))
                .project(10);
        others.with(other.created(ALICE), other.said("one"), other.said("two")).project(10);
        assertThat(brief(ALICE, Map.of(Replay.PARTITION, 2L, OTHER_PARTITION, 1L)))
                .containsExactly("other 1 EVENT", "group 2 EVENT", "other 2 EVENT");
        assertThat(brief(ALICE, Map.of(Replay.PARTITION, 3L))).hasSize(3).allMatch(entry -> entry.startsWith("other"));
        assertThat(brief(ALICE, reads.inboxEnd(ALICE))).isEmpty();
    }

    @Test
    void pages_have_every_entry_once_whatever_their_size() {
        groups.with(history.created(ALICE), history.added(BOB, 1, false)).project(10);
        others.with(other.created(ALICE), other.added(BOB, 1, false)).project(10);
        for (int i = 0; i < 20; i++) {
            groups.with(history.said("message " + i)).project(3);
            others.with(other.said("message " + i)).project(3);
        }
        var whole = brief(BOB, Map.of());
        assertThat(whole).hasSize(42).doesNotHaveDuplicates();
        for (int size : new int[] {1, 2, 7, 41, 42, 100}) {
            assertThat(inPages(BOB, new Limits(size, Long.MAX_VALUE)))
                    .hasSize(42)
                    .containsExactlyInAnyOrderElementsOf(whole);
        }
        assertThat(inPages(BOB, new Limits(100, 300))).containsExactlyInAnyOrderElementsOf(whole);
        assertThat(reads.inbox(BOB, Map.of(), new Limits(100, 1))).hasSize(1);
    }

    @Test
    void a_partition_that_is_projected_later_is_not_left_out() {
        groups.with(history.created(ALICE), history.said("one")).project(10);
        var places = new HashMap<Integer, Long>();
        assertThat(read(ALICE, places, ALL)).hasSize(2);
        others.with(other.created(ALICE), other.said("earlier in time, later to be seen"))
                .project(10);
        assertThat(read(ALICE, places, ALL)).containsExactly("other 0 EVENT", "other 1 EVENT");
    }

    @Test
    void who_joins_anew_by_a_commit_of_its_own_has_that_commit_once() {
        groups.with(history.created(ALICE), history.added(BOB, 1, false), history.rejoined(BOB, 1), history.said("one"))
                .project(10);
        assertThat(brief(BOB, Map.of())).containsExactly("group 1 WELCOME", "group 2 EVENT", "group 3 EVENT");
    }

    private List<String> brief(Identity identity, Map<Integer, Long> from) {
        return read(identity, new HashMap<>(from), ALL);
    }

    private List<String> inPages(Identity identity, Limits limits) {
        var all = new ArrayList<String>();
        var places = new HashMap<Integer, Long>();
        for (var page = read(identity, places, limits); !page.isEmpty(); page = read(identity, places, limits)) {
            all.addAll(page);
        }
        return all;
    }

    /// Moves the places behind what it read.
    private List<String> read(Identity identity, Map<Integer, Long> places, Limits limits) {
        return reads.inbox(identity, places, limits).stream()
                .map(entry -> {
                    var event = entry.event();
                    places.put(event.partition(), event.offset() + 1);
                    var header = event.event().getHeader();
                    return header.getGroupId().toStringUtf8() + " " + header.getSeq() + " " + entry.concern();
                })
                .toList();
    }
}
