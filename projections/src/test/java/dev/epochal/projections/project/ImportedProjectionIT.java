package dev.epochal.projections.project;

import static dev.epochal.schema.sql.Tables.IMPORTED_EVENT;
import static dev.epochal.schema.sql.Tables.IMPORTED_GROUP;
import static dev.epochal.schema.sql.Tables.IMPORTED_MEMBER;
import static dev.epochal.schema.sql.Tables.MLS_GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.projections.database.Sql;
import dev.epochal.projections.database.TestDatabase;
import dev.epochal.projections.read.ReadModel;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.history.ImportedChain;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.ImportedEvent;
import dev.epochal.schema.record.ImportedGroup;
import dev.epochal.schema.record.ImportedMember;
import dev.epochal.schema.record.ImportedMembers;
import dev.epochal.schema.record.ImportedMessage;
import java.util.Set;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class ImportedProjectionIT {
    private static final ByteString ID = ByteString.copyFromUtf8("imported");
    private static final ImportedEvent GROUP = event(0, CanonicalHeader.BEGINNING)
            .setGroup(ImportedGroup.newBuilder().setSource("catbird").setConversationId("c1"))
            .build();

    private final DataSource dataSource = TestDatabase.empty();
    private final DSLContext sql = Sql.over(dataSource);
    private final ImportedEvent first = ImportedChain.seal(GROUP.toBuilder());
    private final ImportedEvent second = ImportedChain.seal(event(1, first.getHead())
            .setMembers(
                    ImportedMembers.newBuilder().addMembers(member("alice", 0)).addMembers(member("bob", 1_000))));
    private final ImportedEvent third = ImportedChain.seal(
            event(2, second.getHead()).setMessage(ImportedMessage.newBuilder().setSourceId("m1")));

    @Test
    void an_imported_group_has_rows_of_its_own_and_is_no_group_of_this_server() {
        project(first, second, third);
        assertThat(sql.fetchSingle(IMPORTED_GROUP).getSeq()).isEqualTo(2);
        assertThat(sql.fetchCount(IMPORTED_EVENT)).isEqualTo(3);
        assertThat(sql.fetchCount(MLS_GROUP)).isZero();
        assertThat(sql.select(IMPORTED_MEMBER.USER_ID).from(IMPORTED_MEMBER).fetch(IMPORTED_MEMBER.USER_ID))
                .containsExactly("alice");
    }

    @Test
    void who_was_in_it_when_it_was_imported_last_finds_it() {
        project(first, second, third);
        var reads = new ReadModel(dataSource);
        var row = reads.importedGroup(ID).orElseThrow();
        assertThat(row.conversationId()).isEqualTo("c1");
        assertThat(row.head()).isEqualTo(third.getHead());
        assertThat(reads.importedGroupsOf("alice")).containsExactly(row);
        assertThat(reads.importedGroupsOf("bob")).isEmpty();
        assertThat(reads.isImportedMember(ID, "alice")).isTrue();
        assertThat(reads.isImportedMember(ID, "bob")).isFalse();
        assertThat(reads.importedMembers(ID)).extracting(Identity::getUser).containsExactly("alice");
        assertThat(reads.importedEvents(ID, 1, 5)).containsExactly(second, third);
        assertThat(reads.importedEvents(ID, 0, 1)).containsExactly(first);
        assertThat(reads.importedGroup(ByteString.copyFromUtf8("another"))).isEmpty();
    }

    @Test
    void the_same_event_once_more_is_ignored() {
        project(first, second, second, third);
        assertThat(sql.fetchCount(IMPORTED_EVENT)).isEqualTo(3);
        assertThat(halted()).isEmpty();
    }

    @Test
    void an_event_that_does_not_follow_stops_the_group() {
        project(first, third);
        assertThat(sql.fetchCount(IMPORTED_EVENT)).isEqualTo(1);
        assertThat(halted()).containsExactly(ID);
    }

    private Set<ByteString> halted() {
        return new ReadModel(dataSource).halted(Topic.IMPORTED_EVENTS, Set.of(ID));
    }

    private void project(ImportedEvent... events) {
        Replay.of(new ImportedProjection(), dataSource).with(events).project(events.length);
    }

    private static ImportedMember member(String user, long leftAtMs) {
        return ImportedMember.newBuilder()
                .setIdentity(Identity.newBuilder().setUser(user).setClient("phone"))
                .setLeftAtMs(leftAtMs)
                .build();
    }

    private static ImportedEvent.Builder event(long seq, ByteString previous) {
        return ImportedEvent.newBuilder().setGroupId(ID).setSeq(seq).setPreviousHead(previous);
    }
}
