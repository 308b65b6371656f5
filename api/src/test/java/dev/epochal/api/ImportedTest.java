package dev.epochal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.history.ImportedChain;
import dev.epochal.schema.record.ImportedEvent;
import dev.epochal.schema.record.ImportedGroup;
import dev.epochal.schema.record.ImportedMember;
import dev.epochal.schema.record.ImportedMembers;
import dev.epochal.schema.record.ImportedMessage;
import dev.epochal.schema.record.ImportedWelcome;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// What another Delivery Service had stored, as the interface shows it.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class ImportedTest {
    private static final Duration VALIDITY = Duration.ofMinutes(5);
    private static final String PATH = Samples.PATH.replace("/groups/", "/imported-groups/");

    private final RunningApi server = new RunningApi();

    @AfterEach
    void close() {
        server.close();
    }

    @BeforeEach
    void importOne() {
        var first = event(
                0,
                CanonicalHeader.BEGINNING,
                event -> event.setGroup(ImportedGroup.newBuilder()
                        .setSource("catbird")
                        .setConversationId("c1")
                        .setEpoch(4)
                        .setCipherSuite("MLS_128")));
        var second = event(
                1,
                first.getHead(),
                event -> event.setMembers(ImportedMembers.newBuilder()
                        .addMembers(ImportedMember.newBuilder()
                                .setIdentity(Samples.ALICE)
                                .setLeafIndex(0)
                                .setAdministrator(true))
                        .addMembers(ImportedMember.newBuilder().setIdentity(Samples.BOB))));
        var third = event(
                2,
                second.getHead(),
                event -> event.setMessage(ImportedMessage.newBuilder()
                        .setSourceId("m1")
                        .setSourceSeq(9)
                        .setSender("bob")
                        .setMessage(octets("sealed"))));
        var fourth = event(
                3,
                third.getHead(),
                event -> event.setWelcome(
                        ImportedWelcome.newBuilder().setRecipient("bob").setWelcome(octets("welcome"))));
        server.reads.imported.put(Samples.GROUP, List.of(Samples.ALICE, Samples.BOB), first, second, third, fourth);
    }

    private static ImportedEvent event(long seq, ByteString previous, Consumer<ImportedEvent.Builder> body) {
        var event =
                ImportedEvent.newBuilder().setGroupId(Samples.GROUP).setSeq(seq).setPreviousHead(previous);
        body.accept(event);
        return ImportedChain.seal(event);
    }

    private static ByteString octets(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private RunningApi.Reply as(String user, String scope, String path) {
        var token = scope.equals("auditor")
                ? RunningApi.TOKENS.auditor(user, List.of(Samples.GROUP_ID), VALIDITY)
                : RunningApi.TOKENS.token(user, "any", scope, VALIDITY);
        return server.send(server.request(path).setHeader("Authorization", "Bearer " + token));
    }

    @Test
    void who_was_in_it_and_its_auditors_read_it_and_each_answer_says_that_nothing_is_verified() {
        for (var reader : List.of(
                as("bob", "client", PATH),
                as("carol", "auditor", PATH),
                as("bob", "client", PATH + "/events"),
                as("carol", "auditor", PATH + "/events"),
                as("bob", "client", "/v1/imported-groups"))) {
            assertThat(reader.status()).isEqualTo(200);
            assertThat(reader.json().path("guarantee").asText()).isEqualTo("order-known");
            assertThat(reader.header("Epochal-Guarantee")).isEqualTo("order-known");
        }
        var state = as("bob", "client", PATH).json();
        assertThat(state.path("conversationId").asText()).isEqualTo("c1");
        assertThat(state.path("headSeq").asLong()).isEqualTo(3);
        assertThat(state.path("members").findValuesAsText("user")).containsExactly("alice", "bob");
        assertThat(as("bob", "client", "/v1/imported-groups").json().path("groups"))
                .hasSize(1);
        assertThat(as("carol", "client", "/v1/imported-groups").json().path("groups"))
                .isEmpty();
    }

    @Test
    void for_all_others_it_looks_as_if_it_were_not_there() {
        for (var path : List.of(PATH, PATH + "/events", "/v1/imported-groups/AAAA")) {
            var refused = as("carol", "client", path);
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.problem()).isEqualTo("unknown-group");
        }
    }

    @Test
    void its_history_comes_in_pages_in_its_order() {
        var page = as("alice", "client", PATH + "/events?limit=3").json();
        assertThat(page.path("events").findValuesAsText("type")).containsExactly("group", "members", "message");
        assertThat(page.path("next").asLong()).isEqualTo(3);
        assertThat(page.at("/events/2/payload/message").asText()).isEqualTo("c2VhbGVk");
        assertThat(page.at("/events/2/payload/sourceSeq").asLong()).isEqualTo(9);
        assertThat(page.at("/events/1/payload/members/0/leafIndex").asLong()).isZero();
        var rest = as("alice", "client", PATH + "/events?from=3").json();
        assertThat(rest.path("events")).hasSize(1);
        assertThat(rest.path("next").asLong()).isEqualTo(4);
        assertThat(as("alice", "client", PATH + "/events?from=4").json().path("events"))
                .isEmpty();
        assertThat(as("alice", "client", PATH + "/events?from=-1").problem()).isEqualTo("bad-parameter");
    }

    @Test
    void a_welcome_is_for_its_recipient() {
        var last = "/events/0/payload/welcome";
        assertThat(as("bob", "client", PATH + "/events?from=3").json().at(last).asText())
                .isEqualTo("d2VsY29tZQ");
        assertThat(as("alice", "client", PATH + "/events?from=3")
                        .json()
                        .at(last)
                        .isMissingNode())
                .isTrue();
        assertThat(as("carol", "auditor", PATH + "/events?from=3")
                        .json()
                        .at(last)
                        .asText())
                .isEqualTo("d2VsY29tZQ");
    }

    @Test
    void it_is_no_group_of_this_server() {
        assertThat(as("bob", "client", Samples.PATH).problem()).isEqualTo("unknown-group");
    }
}
