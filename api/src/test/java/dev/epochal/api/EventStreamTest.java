package dev.epochal.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.projections.read.LoggedEvent;
import dev.epochal.projections.read.Stay;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class EventStreamTest {
    private final RunningApi server = new RunningApi();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_stream_tells_what_there_is_and_then_what_comes() {
        server.reads.put(Samples.row(1, 2), Samples.ALICE);
        store(0);
        store(1);
        var stream = open("?from=0");
        assertThat(stream.next()).isEqualTo("0 event 0 head 1 epoch 2");
        assertThat(stream.next()).isEqualTo("1 event 1 head 1 epoch 2");
        assertThat(stream.next()).isEqualTo("head 1 epoch 2");
        tell(2);
        assertThat(stream.next()).isEqualTo("2 event 2 head 2 epoch 3");
        stream.close();
    }

    @Test
    void a_stream_goes_on_behind_the_last_event_that_was_seen() {
        server.reads.put(Samples.row(2, 2), Samples.ALICE);
        store(0);
        store(1);
        store(2);
        var stream = new ReadStream(server, Samples.PATH + "/events?from=0", "1");
        assertThat(stream.next()).startsWith("2 event 2");
        assertThat(stream.next()).startsWith("head 2");
        stream.close();
    }

    @Test
    void an_event_that_was_told_twice_is_sent_once() {
        server.reads.put(Samples.row(0, 1), Samples.ALICE);
        store(0);
        var stream = open("");
        stream.next();
        stream.next();
        tell(0);
        tell(1);
        tell(1);
        tell(2);
        assertThat(stream.next()).startsWith("1 event 1");
        assertThat(stream.next()).startsWith("2 event 2");
        stream.close();
    }

    @Test
    void an_event_that_was_not_told_is_read_when_the_next_one_comes() {
        server.reads.put(Samples.row(0, 1), Samples.ALICE);
        store(0);
        var stream = open("?from=1");
        assertThat(stream.next()).startsWith("head 0");
        store(1);
        store(2);
        server.reads.put(Samples.row(2, 3), Samples.ALICE);
        tell(2);
        assertThat(stream.next()).startsWith("1 event 1");
        assertThat(stream.next()).startsWith("2 event 2");
        stream.close();
    }

    @Test
    void a_broken_subscription_is_mended_and_what_was_missed_is_read() {
        server.reads.put(Samples.row(0, 1), Samples.ALICE);
        store(0);
        var stream = open("?from=1");
        assertThat(stream.next()).startsWith("head 0");
        store(1);
        server.reads.put(Samples.row(1, 2), Samples.ALICE);
        server.live.breakAll();
        assertThat(stream.next()).startsWith("1 event 1");
        tell(2);
        assertThat(stream.next()).startsWith("2 event 2");
        stream.close();
    }

    @Test
    void a_stream_ends_with_the_removal_of_the_caller() {
        server.reads.put(Samples.row(5, 6), Samples.BOB);
        for (int seq = 0; seq < 6; seq++) {
            store(seq);
        }
        server.reads.put(Samples.GROUP, Samples.ALICE, new Stay(1, 1, true, OptionalLong.of(3), 4));
        var stream = open("?from=0");
        assertThat(stream.next()).isEqualTo("2 event 2 head 3 epoch 4");
        assertThat(stream.next()).isEqualTo("3 event 3 head 3 epoch 4");
        assertThat(stream.next()).isEqualTo("head 3 epoch 4");
        assertThat(stream.next()).isEqualTo("end removed");
        assertThat(stream.next()).isEmpty();
    }

    @Test
    void a_stream_ends_when_the_token_expires() {
        server.reads.put(Samples.row(0, 1), Samples.ALICE);
        store(0);
        var stream = open("");
        assertThat(stream.next()).startsWith("0 event 0");
        assertThat(stream.next()).startsWith("head 0");
        server.ahead = Duration.ofMinutes(7);
        assertThat(stream.next()).isEqualTo("end token-expired");
    }

    @Test
    void a_stream_ends_when_the_server_stops_and_does_not_hold_it_up() {
        server.reads.put(Samples.row(0, 1), Samples.ALICE);
        store(0);
        var stream = open("?from=1");
        assertThat(stream.next()).startsWith("head 0");
        var closing = CompletableFuture.runAsync(server.api::close);
        assertThat(stream.next()).isEqualTo("end closing");
        closing.join();
        assertThat(server.live.size()).isZero();
    }

    @Test
    void a_stranger_gets_a_problem_and_no_stream() {
        server.reads.put(Samples.row(0, 1), Samples.BOB);
        var reply = server.send(server.request(Samples.PATH + "/events").header("Accept", "text/event-stream"));
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.problem()).isEqualTo("unknown-group");
    }

    @Test
    void an_id_that_no_event_has_is_refused() {
        server.reads.put(Samples.row(0, 1), Samples.ALICE);
        for (var id : List.of("-1", "last", "1 2")) {
            var reply = server.send(server.request(Samples.PATH + "/events")
                    .header("Accept", "text/event-stream")
                    .header("Last-Event-ID", id));
            assertThat(reply.problem()).isEqualTo("bad-parameter");
        }
    }

    private ReadStream open(String query) {
        return new ReadStream(server, Samples.PATH + "/events" + query, "");
    }

    private void store(long seq) {
        server.reads.put(Samples.GROUP, Samples.commit(seq, seq, Samples.BOB, "commit " + seq));
    }

    private void tell(long seq) {
        server.live.tell(
                Samples.GROUP, new LoggedEvent(0, seq, Samples.commit(seq, seq, Samples.BOB, "commit " + seq)));
    }
}
