package dev.epochal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EventStreamTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Octets GROUP = Octets.utf8("group");

    private final StubServer server = new StubServer();
    private final EpochalClient client = EpochalClient.connect(server.uri(), () -> "token");

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void goes_on_behind_the_last_event_when_it_was_cut_off() {
        server.answers(200, message(3) + message(4) + "id: 5\ndata: {\"event\":")
                .hangsUp()
                .answers(503, "{}")
                .answers(200, head() + message(5) + end("token-expired"))
                .answers(200, message(6) + end("removed"));
        try (var stream = client.stream(GROUP, 3)) {
            for (long seq = 3; seq < 7; seq++) {
                assertThat(stream.take(PATIENCE))
                        .get()
                        .extracting(GroupEvent::seq)
                        .isEqualTo(seq);
            }
            assertThat(stream.take(PATIENCE)).isEmpty();
            assertThat(stream.isOver()).isTrue();
        }
        assertThat(server.asked()).hasSize(5).allSatisfy(asked -> {
            assertThat(asked.line()).isEqualTo("GET /v1/groups/" + GROUP + "/events?from=3");
            assertThat(asked.header("Accept")).contains("text/event-stream");
        });
        assertThat(server.asked())
                .extracting(asked -> asked.header("Last-Event-ID").orElse(""))
                .containsExactly("", "4", "4", "4", "5");
    }

    @Test
    void tells_a_refusal_to_who_takes() {
        server.answers(404, "{\"type\":\"https://epochal.dev/problems/unknown-group\",\"status\":404}");
        try (var stream = client.stream(GROUP, 0)) {
            assertThatThrownBy(() -> stream.take(PATIENCE))
                    .isInstanceOfSatisfying(
                            EpochalProblemException.class,
                            e -> assertThat(e.name()).isEqualTo("unknown-group"));
            assertThatThrownBy(() -> stream.take(PATIENCE)).isInstanceOf(EpochalProblemException.class);
        }
    }

    @Test
    void refuses_a_history_with_a_gap() {
        server.answers(200, message(0) + message(2));
        // The stream, which has ended, asks again while the page is asked for.
        for (int i = 0; i < 50; i++) {
            server.answers(200, "{\"events\":[],\"first\":1,\"next\":1,\"over\":false,\"headSeq\":2,\"epoch\":0}");
        }
        try (var stream = client.stream(GROUP, 0)) {
            assertThat(stream.take(PATIENCE)).isPresent();
            assertThatThrownBy(() -> stream.take(PATIENCE))
                    .isInstanceOf(EpochalUnreachableException.class)
                    .hasMessageContaining("seq 2 where 1 belongs");
        }
    }

    @Test
    void a_message_may_have_several_lines_of_data_and_a_comment() {
        server.answers(200, ": hello\nretry: 10\nid:7\ndata: {\"event\":\ndata:" + event(7) + "\ndata: }\n\n");
        try (var stream = client.stream(GROUP, 7)) {
            assertThat(stream.take(PATIENCE)).get().extracting(GroupEvent::seq).isEqualTo(7L);
        }
    }

    private static String message(long seq) {
        return "id: " + seq + "\ndata: {\"event\":" + event(seq) + ",\"headSeq\":9,\"epoch\":1}\n\n";
    }

    private static String head() {
        return "event: head\ndata: {\"headSeq\":9,\"epoch\":1}\n\n";
    }

    private static String end(String reason) {
        return "event: end\ndata: {\"reason\":\"" + reason + "\"}\n\n";
    }

    private static String event(long seq) {
        return """
                {"seq":%d,"type":"message","epoch":1,"epochAfter":1,"acceptedAt":5,"leafHash":"AAAA",\
                "previousHead":"BBBB","payloadHash":"CCCC","salt":"DDDD","command":{"partition":1,"offset":7},\
                "payload":{"message":"CA"}}""".formatted(seq);
    }
}
