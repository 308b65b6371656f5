package dev.epochal.projections.database;

import static dev.epochal.projections.project.History.ALICE;
import static dev.epochal.projections.project.History.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.zaxxer.hikari.HikariDataSource;
import dev.epochal.projections.project.Directory;
import dev.epochal.projections.project.History;
import dev.epochal.projections.project.Replay;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.GroupEvent;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReadModelComparisonIT {
    private static final String GROUP_HEX = HexFormat.of().formatHex("group".getBytes(StandardCharsets.UTF_8));

    private final DataSource actual = TestDatabase.empty();
    private final HikariDataSource expected = TestDatabase.beside("comparison");

    @BeforeEach
    void project() {
        var history = new History("group", Replay.PARTITION);
        var groups = new GroupEvent[] {
            history.created(ALICE), history.added(BOB, 1, false), history.proposed("one"), history.said("hello")
        };
        var bob = new Directory("bob");
        var upper = new Directory("Bob");
        var accent = new Directory("bób");
        var directory = new DirectoryEvent[] {
            bob.published("laptop", 9, "a", "b"),
            upper.published("laptop", 9, "c"),
            accent.published("laptop", 9, "d"),
            bob.claimed(ALICE, "laptop", "a")
        };
        for (DataSource each : new DataSource[] {actual, expected}) {
            Replay.groups(each).with(groups).project(10);
            Replay.directory(each).with(directory).project(10);
        }
    }

    @AfterEach
    void close() {
        expected.close();
    }

    @Test
    void equal_read_models_have_no_difference() {
        assertThat(ReadModelComparison.first(expected, actual)).isEmpty();
        assertThat(CanonicalDump.hashes(expected)).isEqualTo(CanonicalDump.hashes(actual));
    }

    @Test
    void an_edited_row_is_found_with_its_columns() {
        change("update group_member set user_id = 'mallory', client_id = 'x' where leaf_index = 1");
        RowDifference found = difference();
        assertThat(found.table()).isEqualTo("group_member");
        assertThat(found.kind()).isEqualTo(RowDifference.Kind.CHANGED);
        assertThat(found.columns()).containsExactly("user_id", "client_id");
        assertThat(found.identity()).containsEntry("group_id", GROUP_HEX).containsEntry("leaf_index", "1");
        assertThat(found.origin())
                .isEqualTo(new RowDifference.Origin(
                        Topic.GROUP_EVENTS.topicName(), ByteString.copyFromUtf8("group"), OptionalLong.empty()));
    }

    @Test
    void a_dropped_row_is_found_with_the_event_that_it_follows_from() {
        change("delete from group_event where seq = 2");
        RowDifference found = difference();
        assertThat(found.table()).isEqualTo("group_event");
        assertThat(found.kind()).isEqualTo(RowDifference.Kind.MISSING);
        assertThat(found.origin().seq()).hasValue(2);
    }

    @Test
    void the_last_row_of_a_table_can_be_the_dropped_one() {
        change("delete from group_event where seq = 3");
        assertThat(difference().origin().seq()).hasValue(3);
    }

    @Test
    void a_row_that_nothing_tells_of_is_found() {
        change("insert into welcome_acknowledgement values ('\\x00', 'bob')");
        RowDifference found = difference();
        assertThat(found.table()).isEqualTo("welcome_acknowledgement");
        assertThat(found.kind()).isEqualTo(RowDifference.Kind.UNEXPECTED);
        assertThat(found.origin())
                .isEqualTo(new RowDifference.Origin(
                        Topic.DIRECTORY_EVENTS.topicName(), ByteString.copyFromUtf8("bob"), OptionalLong.empty()));
    }

    @Test
    void a_claim_that_was_taken_back_is_found() {
        change("update key_package set claimed_seq = null, claimed_by_user = null, claimed_by_client = null"
                + " where user_id = 'bob' and ref = 'a'");
        RowDifference found = difference();
        assertThat(found.columns()).containsExactly("claimed_seq", "claimed_by_user", "claimed_by_client");
        assertThat(found.origin().seq()).hasValue(0);
    }

    @Test
    void a_halt_that_nothing_explains_is_found_first() {
        change("insert into projection_halt values ('mls.group.events', 'group', 1, 3, 'because')");
        change("delete from group_event");
        RowDifference found = difference();
        assertThat(found.table()).isEqualTo("projection_halt");
        assertThat(found.origin().recordKey()).isEqualTo(ByteString.copyFromUtf8("group"));
    }

    private void change(String statement) {
        assertThat(Sql.over(actual).execute(statement)).isPositive();
    }

    private RowDifference difference() {
        return ReadModelComparison.first(expected, actual).orElseThrow();
    }
}
