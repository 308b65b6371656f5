package dev.epochal.projections.project;

import static dev.epochal.schema.sql.Tables.DIRECTORY_EVENT;
import static dev.epochal.schema.sql.Tables.DIRECTORY_USER;
import static dev.epochal.schema.sql.Tables.KEY_PACKAGE;
import static dev.epochal.schema.sql.Tables.WELCOME_ACKNOWLEDGEMENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.projections.database.Sql;
import dev.epochal.projections.database.TestDatabase;
import dev.epochal.schema.record.DirectoryEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DirectoryProjectionIT {
    private final DataSource dataSource = TestDatabase.empty();
    private final DSLContext sql = Sql.over(dataSource);
    private final Replay<DirectoryEvent> replay = Replay.directory(dataSource);
    private final Directory bob = new Directory("bob");

    @Test
    void published_key_packages_keep_their_order() {
        replay.with(bob.published("laptop", 99, "b", "a"), bob.published("phone", 100, "c"))
                .project(1);
        assertThat(keyPackages())
                .containsExactly(
                        "laptop b 3 99 KeyPackage b 0 0",
                        "laptop a 3 99 KeyPackage a 0 1",
                        "phone c 3 100 KeyPackage c 1 0");
        assertThat(sql.fetchSingle(DIRECTORY_USER).getSeq()).isEqualTo(1);
    }

    @Test
    void a_claim_marks_the_key_package_with_who_took_it() {
        replay.with(bob.published("laptop", 99, "a", "b"), bob.claimed(History.ALICE, "laptop", "a"))
                .project(10);
        var claimed = sql.fetchSingle(KEY_PACKAGE, KEY_PACKAGE.CLAIMED_SEQ.isNotNull());
        assertThat(text(claimed.getRef())).isEqualTo("a");
        assertThat(claimed.getClaimedSeq()).isEqualTo(1);
        assertThat(claimed.getClaimedByUser() + "/" + claimed.getClaimedByClient())
                .isEqualTo("alice/phone");
        var left = sql.fetchSingle(KEY_PACKAGE, KEY_PACKAGE.CLAIMED_SEQ.isNull());
        assertThat(text(left.getRef())).isEqualTo("b");
        assertThat(left.getClaimedByUser()).isNull();
    }

    @Test
    void what_is_revoked_can_not_be_counted_and_keeps_its_row() {
        replay.with(
                        bob.registered("laptop", List.of("old")),
                        bob.published("laptop", 99, "a", "b"),
                        bob.registered("laptop", List.of("new"), "a", "b"))
                .project(1);
        assertThat(sql.fetch(KEY_PACKAGE)).hasSize(2).allSatisfy(row -> {
            assertThat(row.getEndedSeq()).isEqualTo(2);
            assertThat(row.getEndedAt()).isEqualTo(2_002);
            assertThat(row.getEndedKind()).isEqualTo(DirectoryEvent.CLIENT_REGISTERED_FIELD_NUMBER);
            assertThat(row.getClaimedSeq()).isNull();
        });
    }

    @Test
    void a_welcome_can_be_acknowledged_twice() {
        var welcome = History.octets("welcome");
        replay.with(bob.acknowledged("laptop", welcome), bob.acknowledged("laptop", welcome))
                .project(10);
        var row = sql.fetchSingle(WELCOME_ACKNOWLEDGEMENT);
        assertThat(row.getWelcomeId()).isEqualTo(welcome.toByteArray());
        assertThat(row.getUserId()).isEqualTo("bob");
        assertThat(sql.fetchSingle(DIRECTORY_USER).getSeq()).isEqualTo(1);
    }

    @Test
    void every_event_is_kept_as_it_stands_on_the_log() {
        DirectoryEvent published = bob.published("laptop", 99, "a");
        replay.with(published).project(10);
        var row = sql.fetchSingle(DIRECTORY_EVENT);
        assertThat(row.getRecord()).isEqualTo(published.toByteArray());
        assertThat(row.getUserId()).isEqualTo("bob");
        assertThat(row.getSeq()).isZero();
        assertThat(row.getIdempotencyKey())
                .isEqualTo(published.getIdempotencyKey().toByteArray());
        assertThat(row.getBodyDigest()).isEqualTo(published.getBodyDigest().toByteArray());
    }

    private List<String> keyPackages() {
        return sql.selectFrom(KEY_PACKAGE)
                .orderBy(KEY_PACKAGE.PUBLISHED_SEQ, KEY_PACKAGE.PUBLISHED_INDEX)
                .fetch(row -> String.join(
                        " ",
                        row.getClientId(),
                        text(row.getRef()),
                        row.getCipherSuite().toString(),
                        row.getNotAfter().toString(),
                        text(row.getKeyPackage()),
                        row.getPublishedSeq().toString(),
                        row.getPublishedIndex().toString()));
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
