package dev.epochal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EventCursorTest {
    private static final Octets GROUP = Octets.utf8("group");
    private static final String NOTHING =
            "{\"events\":[],\"first\":0,\"next\":3,\"over\":false,\"headSeq\":2,\"epoch\":1}";

    private final StubServer server = new StubServer();
    private final EpochalClient client = EpochalClient.connect(ClientSettings.of(server.uri()), () -> "token");

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private static String event(long seq, String type, String payload) {
        return """
                {"seq":%d,"type":"%s","epoch":0,"epochAfter":1,"acceptedAt":1790000000000,"payload":%s,
                 "leafHash":"AAAA","previousHead":"BBBB","payloadHash":"CCCC","salt":"DDDD",
                 "command":{"partition":1,"offset":7},"later":"unknown members are left alone"}""".formatted(seq, type, payload);
    }

    private static String page(String... events) {
        return "{\"events\":[%s],\"first\":0,\"next\":9,\"over\":false,\"headSeq\":8,\"epoch\":1}"
                .formatted(String.join(",", events));
    }

    @Test
    void reads_each_kind_of_event() {
        server.answers(
                        200,
                        page(
                                event(0, "group-created", "{\"groupInfo\":\"AQ\"}"),
                                event(1, "proposal", "{\"proposal\":\"Ag\",\"proposalRef\":\"Aw\",\"sender\":4}"),
                                event(2, "commit", """
                                        {"commit":"BQ","committer":1,"treeHash":"Bg","confirmedTranscriptHash":"Bw",
                                         "added":[{"leafIndex":2,"user":"carol","client":"phone"}],"removed":[]}"""),
                                event(3, "message", "{\"message\":\"CA\"}"),
                                event(4, "group-frozen", "{}")))
                .answers(200, NOTHING);

        var events = client.follow(GROUP, 0).drain();

        assertThat(events)
                .map(Object::getClass)
                .map(Class::getSimpleName)
                .containsExactly(
                        "GroupCreated", "ProposalAccepted", "CommitAccepted", "MessageAccepted", "Unrecognised");
        assertThat(events.get(2)).isInstanceOfSatisfying(GroupEvent.CommitAccepted.class, commit -> {
            assertThat(commit.committer()).isEqualTo(1);
            assertThat(commit.added()).containsExactly(new Member(2, "carol", "phone"));
            assertThat(commit.header().previousHead()).hasToString("BBBB");
            assertThat(commit.header().command()).isEqualTo(new Position(1, 7));
        });
    }

    @Test
    void asks_on_where_the_last_page_ended() {
        server.answers(200, page(event(3, "message", "{\"message\":\"CA\"}"))).answers(200, NOTHING);
        var cursor = client.follow(GROUP, 3);

        cursor.poll(Duration.ofSeconds(2));
        cursor.poll(Duration.ZERO);

        assertThat(server.asked())
                .map(StubServer.Asked::line)
                .isEqualTo(List.of(
                        "GET /v1/groups/" + GROUP + "/events?from=3&limit=500&wait=2",
                        "GET /v1/groups/" + GROUP + "/events?from=4&limit=500&wait=0"));
        assertThat(cursor.position()).isEqualTo(4);
    }

    @Test
    void waits_for_an_event_that_the_read_model_does_not_have_yet() {
        server.answers(200, page(event(0, "message", "{\"message\":\"CA\"}")))
                .answers(200, NOTHING)
                .answers(200, page(event(1, "message", "{\"message\":\"CA\"}")));

        assertThat(client.follow(GROUP, 0).readTo(1))
                .extracting(GroupEvent::seq)
                .containsExactly(0L, 1L);
        assertThat(server.asked()).hasSize(3);
    }

    @Test
    void refuses_a_history_with_a_gap() {
        server.answers(
                200, page(event(0, "message", "{\"message\":\"CA\"}"), event(2, "message", "{\"message\":\"CA\"}")));

        assertThatThrownBy(() -> client.follow(GROUP, 0).drain())
                .isInstanceOf(EpochalUnreachableException.class)
                .hasMessageContaining("seq 2 where 1 belongs");
    }

    @Test
    void refuses_an_event_without_its_payload() {
        server.answers(200, page(event(0, "message", "{}")));

        assertThatThrownBy(() -> client.follow(GROUP, 0).drain()).hasMessageContaining("no message");
    }
}
