package dev.epochal.server.catbird;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.epochal.embedded.Durability;
import dev.epochal.embedded.EmbeddedPostgres;
import dev.epochal.embedded.PostgresSettings;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.history.ImportedChain;
import dev.epochal.schema.record.ImportedEvent;
import dev.epochal.server.TestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// What a Catbird server had stored becomes imported events, from its database and from a dump of it.
@DisplayNameGeneration(ReplaceUnderscores.class)
class CatbirdImportIT {
    private static final ByteString GROUP = ByteString.copyFrom(new byte[] {(byte) 0xAB, 1});
    private static EmbeddedPostgres postgres;

    private final MemoryTarget log = new MemoryTarget();
    private Connection connection;

    @BeforeAll
    static void start() {
        postgres = EmbeddedPostgres.start(PostgresSettings.of(TestFolder.absent("catbird"), Durability.OS), _ -> {});
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void store() throws SQLException {
        connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
        run("drop schema if exists catbird cascade; create schema catbird; set search_path to catbird");
        run(CatbirdTables.DEFINITIONS);
        run(CatbirdTables.ROWS);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void a_conversation_comes_over_in_its_order() throws SQLException {
        var report = importAll();

        assertThat(log.events()).extracting(ImportedEvent::getBodyCase).containsExactly(CatbirdTables.KINDS);
        assertThat(log.events()).extracting(ImportedEvent::getGroupId).containsOnly(GROUP);
        assertThat(log.events().stream()
                        .filter(ImportedEvent::hasMessage)
                        .map(event -> event.getMessage().getSourceId()))
                .containsExactly("m1", "m2", "m3");
        var members = log.events().get(1).getMembers().getMembersList();
        assertThat(members.get(0).getIdentity().getUser()).isEqualTo("did:plc:alice");
        assertThat(members.get(0).getIdentity().getClient()).isEqualTo("phone");
        assertThat(members.get(1).getLeftAtMs()).isPositive();
        assertThat(report.carried())
                .isEqualTo(Map.of("conversations", 1L, "members", 2L, "messages", 2L, "Commits", 1L, "Welcomes", 1L));
        assertThat(report.left().keySet())
                .anyMatch(why -> why.startsWith("KeyPackages"))
                .contains("messages without octets");
    }

    @Test
    void each_event_names_the_one_before() throws SQLException {
        importAll();
        var head = CanonicalHeader.BEGINNING;
        for (var event : log.events()) {
            assertThat(event.getPreviousHead()).isEqualTo(head);
            assertThat(ImportedChain.isIntact(event)).isTrue();
            head = event.getHead();
        }
    }

    @Test
    void a_second_run_adds_what_came_meanwhile_and_nothing_twice() throws SQLException {
        importAll();
        var first = log.events();
        assertThat(importAll().carried()).isEmpty();
        assertThat(log.events()).isEqualTo(first);

        run("insert into messages (id, convo_id, message_type, epoch, seq, ciphertext)"
                + " values ('m0', 'ab01', 'app', 1, 9, 'later')");
        run("update members set left_at = now() where member_did = 'did:plc:alice#phone'");
        assertThat(importAll().carried()).isEqualTo(Map.of("messages", 1L, "members", 2L));
        assertThat(log.events()).startsWith(first.toArray(new ImportedEvent[0])).hasSize(first.size() + 2);
    }

    @Test
    void a_run_that_was_cut_off_is_gone_on_with() throws SQLException {
        importAll();
        var whole = log.events();
        run("insert into messages (id, convo_id, message_type, epoch, seq, ciphertext)"
                + " select 'n' || n, 'ab01', 'app', 1, 100 + n, 'x' from generate_series(1, 1200) n");
        log.failAfter(1);
        assertThatThrownBy(this::importAll).isInstanceOf(ImportException.class);
        assertThat(log.events().size()).isBetween(whole.size() + 1, whole.size() + 1199);
        log.failAfter(Integer.MAX_VALUE);
        importAll();
        assertThat(log.events()).hasSize(whole.size() + 1200);
        assertThat(log.events().stream()
                        .filter(ImportedEvent::hasMessage)
                        .map(event -> event.getMessage().getSourceSeq()))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void a_dump_gives_the_same_as_the_database() throws SQLException, IOException {
        importAll();
        var ofDatabase = log.events();
        var dump = Files.writeString(TestFolder.absent("catbird-dump"), CatbirdTables.DUMP);
        var ofDump = new MemoryTarget();
        try (var scratch = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password())) {
            var others = CatbirdDump.load(dump, scratch);
            assertThat(others).isEqualTo(Map.of("devices", 1L));
            var source = new CatbirdSource(scratch, CatbirdColumns.of(scratch, "pg_my_temp_schema()"));
            new CatbirdImport(source, 7, ofDump.target()).run();
        }
        assertThat(ofDump.events()).isEqualTo(ofDatabase);
    }

    @Test
    void a_database_without_the_columns_of_later_versions_is_read_too() throws SQLException {
        run("alter table messages drop column seq; alter table conversations drop column group_id;"
                + " alter table members drop column user_did, drop column device_id, drop column is_admin;"
                + " drop table key_packages; drop table welcome_messages");
        assertThat(importAll().carried()).containsEntry("messages", 2L).doesNotContainKey("Welcomes");
    }

    @Test
    void another_database_is_refused() throws SQLException {
        run("drop table members");
        assertThatThrownBy(this::importAll).isInstanceOf(ImportException.class).hasMessageContaining("table members");
    }

    @Test
    void a_dump_that_was_cut_off_and_one_in_another_format_are_refused() throws IOException {
        var cut = CatbirdTables.DUMP.substring(0, CatbirdTables.DUMP.lastIndexOf("\\."));
        assertRefused(Files.writeString(TestFolder.absent("catbird-cut"), cut), "cut off");
        assertRefused(Files.writeString(TestFolder.absent("catbird-custom"), "PGDMP\1"), "pg_restore");
    }

    private void assertRefused(Path dump, String why) {
        assertThatThrownBy(() -> CatbirdDump.load(dump, connection))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining(why);
    }

    private ImportReport importAll() throws SQLException {
        var columns = CatbirdColumns.of(connection, "current_schema()::regnamespace");
        return new CatbirdImport(new CatbirdSource(connection, columns), 7, log.target()).run();
    }

    private void run(String statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }
}
