package dev.epochal.projections.project;

import static dev.epochal.projections.project.History.ALICE;
import static dev.epochal.projections.project.History.BOB;
import static dev.epochal.schema.sql.Tables.PROJECTION_POSITION;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.projections.database.CanonicalDump;
import dev.epochal.projections.database.Sql;
import dev.epochal.projections.database.TestDatabase;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Identity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReplayIT {
    private static final int EVENTS = 300;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void rows_do_not_depend_on_how_the_log_is_cut_into_batches(long seed) {
        List<GroupEvent> groups = groups(seed);
        List<DirectoryEvent> directory = directory(seed);
        String expected = projected(groups, directory, EVENTS);
        assertThat(expected.lines().count()).isGreaterThan(2 * EVENTS);
        for (int batch : new int[] {1, 2, 7, 64}) {
            assertThat(projected(groups, directory, batch)).isEqualTo(expected);
        }
    }

    @Test
    void a_log_that_holds_every_event_twice_gives_the_same_rows() {
        List<GroupEvent> groups = groups(4);
        List<DirectoryEvent> directory = directory(4);
        String expected = projected(groups, directory, 50);
        List<GroupEvent> groupsTwice = new ArrayList<>(groups);
        groupsTwice.addAll(groups);
        List<DirectoryEvent> directoryTwice = new ArrayList<>();
        directory.forEach(event -> directoryTwice.addAll(List.of(event, event)));
        assertThat(projected(groupsTwice, directoryTwice, 50)).isEqualTo(expected);
    }

    @Test
    void batches_that_come_again_after_their_position_was_lost_change_nothing() {
        DataSource dataSource = TestDatabase.empty();
        var replay = Replay.groups(dataSource).with(groups(5).toArray(GroupEvent[]::new));
        replay.project(40);
        String expected = dump(dataSource);
        Sql.over(dataSource).deleteFrom(PROJECTION_POSITION).execute();
        replay.project(17);
        assertThat(dump(dataSource)).isEqualTo(expected);
        assertThat(replay.registry()
                        .get("epochal.projection.duplicates")
                        .counter()
                        .count())
                .isEqualTo(EVENTS);
    }

    @Test
    void equal_read_models_have_equal_hashes_and_a_changed_row_changes_its_table_only() {
        DataSource dataSource = TestDatabase.empty();
        Replay.groups(dataSource).with(groups(6).toArray(GroupEvent[]::new)).project(50);
        Map<String, String> before = CanonicalDump.hashes(dataSource);
        assertThat(CanonicalDump.hashes(dataSource)).isEqualTo(before);
        Sql.over(dataSource).execute("update group_member set user_id = 'mallory' where leaf_index = 0");
        Map<String, String> changed = new HashMap<>(CanonicalDump.hashes(dataSource));
        changed.entrySet().removeAll(before.entrySet());
        assertThat(changed).containsOnlyKeys("group_member");
    }

    private static String projected(List<GroupEvent> groups, List<DirectoryEvent> directory, int batch) {
        DataSource dataSource = TestDatabase.empty();
        Replay.groups(dataSource).with(groups.toArray(GroupEvent[]::new)).project(batch);
        Replay.directory(dataSource)
                .with(directory.toArray(DirectoryEvent[]::new))
                .project(batch);
        return dump(dataSource);
    }

    private static String dump(DataSource dataSource) {
        var lines = new StringBuilder();
        CanonicalDump.write(dataSource, lines);
        return lines.toString();
    }

    /// Some groups' histories, mixed as a partition mixes them.
    private static List<GroupEvent> groups(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var histories = new HashMap<Integer, History>();
        var events = new ArrayList<GroupEvent>();
        while (events.size() < EVENTS) {
            int group = random.nextInt(9);
            History known = histories.get(group);
            if (known == null) {
                var fresh = new History("group " + group, Replay.PARTITION);
                histories.put(group, fresh);
                events.add(fresh.created(ALICE));
            } else {
                events.add(next(known, random));
            }
        }
        return events;
    }

    private static GroupEvent next(History history, RandomGenerator random) {
        int leaf = 1 + random.nextInt(4);
        return switch (random.nextInt(6)) {
            case 0 -> history.proposed("ref " + random.nextInt());
            case 1 -> history.added(client(leaf), leaf, random.nextBoolean());
            case 2 -> history.removed(client(leaf), leaf);
            case 3 -> history.policyChanged(random.nextInt(100));
            case 4 -> history.reinitialised("next " + random.nextInt());
            default -> history.said("sealed " + random.nextInt());
        };
    }

    private static Identity client(int leaf) {
        return History.identity("user " + leaf, "client");
    }

    private static List<DirectoryEvent> directory(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var users = List.of(new Directory("alice"), new Directory("bob"), new Directory("carol"));
        var published = new HashMap<Directory, List<String>>();
        var events = new ArrayList<DirectoryEvent>();
        while (events.size() < EVENTS) {
            Directory user = users.get(random.nextInt(users.size()));
            List<String> refs = published.computeIfAbsent(user, key -> new ArrayList<>());
            int choice = random.nextInt(3);
            if (choice == 0 && !refs.isEmpty()) {
                events.add(user.claimed(BOB, "phone", refs.removeFirst()));
            } else if (choice == 1) {
                events.add(user.acknowledged("phone", ByteString.copyFromUtf8("welcome " + random.nextInt(20))));
            } else {
                String ref = "ref " + events.size();
                refs.add(ref);
                events.add(user.published("phone", random.nextLong(1_000), ref, ref + "'"));
            }
        }
        return events;
    }
}
