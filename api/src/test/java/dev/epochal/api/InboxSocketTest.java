package dev.epochal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.epochal.projections.read.InboxEntry;
import dev.epochal.projections.read.InboxEntry.Concern;
import dev.epochal.projections.read.LoggedEvent;
import dev.epochal.schema.record.GroupEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class InboxSocketTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningApi server = new RunningApi();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Messages messages = new Messages();

    @AfterEach
    void close() {
        http.shutdownNow();
        server.close();
    }

    @Test
    void a_socket_tells_what_there_is_and_then_what_comes() throws Exception {
        put(0);
        open("");
        assertThat(messages.next()).isEqualTo("event 0");
        assertThat(messages.next()).isEqualTo("head");
        server.live.tell(Samples.GROUP, new LoggedEvent(0, 1, event(1)));
        assertThat(messages.next()).isEqualTo("event 1");
    }

    @Test
    void no_more_than_the_window_is_sent_ahead_of_the_acknowledgements() throws Exception {
        for (int seq = 0; seq < 5; seq++) {
            put(seq);
        }
        var socket = open("?window=2");
        assertThat(messages.next()).isEqualTo("event 0");
        assertThat(messages.next()).isEqualTo("event 1");
        assertThat(messages.poll()).isEmpty();
        acknowledge(socket, messages.cursor);
        assertThat(messages.next()).isEqualTo("event 2");
        assertThat(messages.next()).isEqualTo("event 3");
        assertThat(messages.poll()).isEmpty();
        acknowledge(socket, "a cursor of nothing");
        assertThat(messages.poll()).isEmpty();
        acknowledge(socket, messages.cursor);
        assertThat(messages.next()).isEqualTo("event 4");
        assertThat(messages.next()).isEqualTo("head");
    }

    @Test
    void a_client_goes_on_behind_the_cursor_that_it_kept() throws Exception {
        put(0);
        put(1);
        var socket = open("?window=1");
        assertThat(messages.next()).isEqualTo("event 0");
        var kept = messages.cursor;
        socket.abort();
        open("?cursor=" + kept);
        assertThat(messages.next()).isEqualTo("event 1");
    }

    @Test
    void a_socket_is_closed_with_a_reason_when_the_token_expires_or_the_server_stops() throws Exception {
        open("");
        assertThat(messages.next()).isEqualTo("head");
        server.ahead = Duration.ofMinutes(7);
        assertThat(messages.next()).isEqualTo("end token-expired");
        assertThat(messages.next()).isEqualTo("closed 1000");
        server.ahead = Duration.ZERO;
        open("");
        assertThat(messages.next()).isEqualTo("head");
        var closing = CompletableFuture.runAsync(server.api::close);
        assertThat(messages.next()).isEqualTo("end closing");
        closing.join();
        assertThat(server.live.size()).isZero();
    }

    @Test
    void who_leaves_is_followed_no_more() throws Exception {
        var socket = open("");
        assertThat(messages.next()).isEqualTo("head");
        socket.abort();
        server.live.tell(Samples.GROUP, new LoggedEvent(0, 1, event(1)));
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (server.live.size() > 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    @Test
    void a_message_that_is_no_acknowledgement_closes_the_socket() throws Exception {
        var socket = open("");
        assertThat(messages.next()).isEqualTo("head");
        socket.sendText("{\"type\":\"hello\"}", true).join();
        assertThat(messages.next()).isEqualTo("closed 1003");
    }

    @Test
    void a_socket_is_for_those_only_who_have_a_good_token_and_ask_properly() {
        assertRefused("", "Bearer nonsense", 401);
        assertRefused("?cursor=x", "Bearer " + RunningApi.token("alice"), 400);
        assertRefused("?window=0", "Bearer " + RunningApi.token("alice"), 400);
        assertRefused("?window=1&window=2", "Bearer " + RunningApi.token("alice"), 400);
        assertRefused("?since=0", "Bearer " + RunningApi.token("alice"), 400);
        assertRefused("", "Bearer " + RunningApi.TOKENS.token("eve", "desk", "auditor", Duration.ofMinutes(1)), 403);
        var plain = server.get("/v1/inbox/socket");
        assertThat(plain.status()).isEqualTo(426);
        assertThat(plain.problem()).isEqualTo("upgrade-required");
    }

    private void assertRefused(String query, String authorization, int status) {
        assertThatThrownBy(() -> http.newWebSocketBuilder()
                        .header("Authorization", authorization)
                        .buildAsync(uri(query), messages)
                        .join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        e -> assertThat(e.getResponse().statusCode()).isEqualTo(status));
    }

    private WebSocket open(String query) {
        return http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + RunningApi.token("alice"))
                .buildAsync(uri(query), messages)
                .join();
    }

    private URI uri(String query) {
        return URI.create("ws://127.0.0.1:" + server.api.port() + "/v1/inbox/socket" + query);
    }

    private static void acknowledge(WebSocket socket, String cursor) {
        socket.sendText("{\"type\":\"ack\",\"cursor\":\"" + cursor + "\"}", true)
                .join();
    }

    private void put(long seq) {
        server.reads.put(Samples.ALICE, new InboxEntry(new LoggedEvent(0, seq, event(seq)), Concern.EVENT, 9, 7));
    }

    private static GroupEvent event(long seq) {
        var commit = Samples.commit(seq, seq, Samples.BOB, "commit " + seq);
        return commit.toBuilder()
                .setHeader(commit.getHeader().toBuilder().setGroupId(Samples.GROUP))
                .build();
    }

    /// What has come, in short.
    private static final class Messages implements WebSocket.Listener {
        private final BlockingQueue<String> brief = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private volatile String cursor = "";

        String next() throws InterruptedException {
            var message = brief.poll(60, TimeUnit.SECONDS);
            return take(message == null ? "nothing" : message);
        }

        /// What comes within a moment; empty if nothing does.
        String poll() throws InterruptedException {
            var message = brief.poll(100, TimeUnit.MILLISECONDS);
            return message == null ? "" : take(message);
        }

        private String take(String message) {
            int tab = message.indexOf('\t');
            if (tab < 0) {
                return message;
            }
            cursor = message.substring(tab + 1);
            return message.substring(0, tab);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                brief.add(brief(text.toString()));
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private static String brief(String json) {
            try {
                var message = JSON.readTree(json);
                var type = message.path("type").asText();
                return switch (type) {
                    case "head" -> "head";
                    case "end" -> "end " + message.path("reason").asText();
                    default ->
                        type + " " + message.path("seq").asLong() + "\t"
                                + message.path("cursor").asText();
                };
            } catch (IOException e) {
                throw new AssertionError(json, e);
            }
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            brief.add("closed " + status);
            return null;
        }
    }
}
