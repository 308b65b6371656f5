package dev.epochal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.projections.read.ClientReads.WelcomeRow;
import dev.epochal.projections.read.InboxEntry;
import dev.epochal.projections.read.InboxEntry.Concern;
import dev.epochal.projections.read.LoggedEvent;
import dev.epochal.projections.read.StockNote;
import dev.epochal.schema.record.GroupEvent;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class InboxTest {
    private static final ByteString OCTETS = ByteString.copyFromUtf8("octets");

    private final RunningApi server = new RunningApi();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_page_has_what_concerns_the_client_and_the_cursor_behind_it() {
        server.reads.put(Samples.ALICE, new WelcomeRow(OCTETS, Samples.GROUP, 3, 4, OCTETS, OCTETS));
        put(3, Concern.WELCOME);
        put(4, Concern.EVENT);
        put(5, Concern.REMOVED);
        var page = server.get("/v1/inbox?limit=2").json();
        assertThat(page.path("items")).hasSize(2);
        var welcome = page.path("items").path(0);
        assertThat(welcome.path("type").asText()).isEqualTo("welcome");
        assertThat(welcome.path("welcome").path("seq").asLong()).isEqualTo(3);
        assertThat(welcome.has("event")).isFalse();
        assertThat(welcome.path("headSeq").asLong()).isEqualTo(9);
        assertThat(welcome.path("epoch").asLong()).isEqualTo(7);
        assertThat(page.path("items").path(1).path("event").path("seq").asLong())
                .isEqualTo(4);
        assertThat(page.path("items").path(1).path("cursor")).isEqualTo(page.path("next"));
        var rest = server.get("/v1/inbox?cursor=" + page.path("next").asText()).json();
        assertThat(rest.path("items")).hasSize(1);
        assertThat(rest.path("items").path(0).path("type").asText()).isEqualTo("removed");
        var none = server.get("/v1/inbox?cursor=" + rest.path("next").asText()).json();
        assertThat(none.path("items")).isEmpty();
        assertThat(none.path("next")).isEqualTo(rest.path("next"));
    }

    @Test
    void who_wants_nothing_of_the_past_begins_at_the_end() {
        put(0, Concern.EVENT);
        var page = server.get("/v1/inbox?cursor=end").json();
        assertThat(page.path("items")).isEmpty();
        put(1, Concern.EVENT);
        assertThat(server.get("/v1/inbox?cursor=" + page.path("next").asText())
                        .json()
                        .path("items"))
                .hasSize(1);
    }

    @Test
    void a_call_that_waits_answers_when_something_comes() {
        Thread.ofVirtual().start(() -> {
            while (server.live.size() == 0) {
                Thread.onSpinWait();
            }
            put(0, Concern.EVENT);
            server.live.tell(Samples.GROUP, new LoggedEvent(0, 0, event(0)));
        });
        assertThat(server.get("/v1/inbox?wait=25").json().path("items")).hasSize(1);
        assertThat(server.live.size()).isZero();
    }

    @Test
    void a_stream_tells_what_there_is_then_what_comes_and_goes_on_where_it_was_cut() {
        put(0, Concern.EVENT);
        var stream = new ReadStream(server, "/v1/inbox", "");
        assertThat(stream.next()).isEqualTo("event 0");
        assertThat(stream.next()).isEqualTo("head");
        tell(0);
        tell(1);
        assertThat(stream.next()).isEqualTo("event 1");
        put(1, Concern.EVENT);
        put(2, Concern.REMOVED);
        server.live.breakAll();
        assertThat(stream.next()).isEqualTo("removed 2");
        var cursor = stream.lastId();
        stream.close();
        put(3, Concern.EVENT);
        var next = new ReadStream(server, "/v1/inbox", cursor);
        assertThat(next.next()).isEqualTo("event 3");
        next.close();
    }

    @Test
    void a_client_is_told_once_that_its_stock_of_key_packages_got_low() {
        put(0, Concern.EVENT);
        server.reads.put(Samples.ALICE, note(4));
        var page = server.get("/v1/inbox?limit=1").json();
        assertThat(page.path("items")).hasSize(1);
        var item = page.path("items").path(0);
        assertThat(item.path("type").asText()).isEqualTo("low-stock");
        assertThat(item.path("directorySeq").asLong()).isEqualTo(4);
        assertThat(item.path("stocks").toString()).isEqualTo("[{\"cipherSuite\":1,\"available\":9,\"lowWater\":10}]");
        var rest = server.get("/v1/inbox?cursor=" + page.path("next").asText()).json();
        assertThat(rest.path("items")).hasSize(1);
        assertThat(rest.path("items").path(0).path("type").asText()).isEqualTo("event");
    }

    @Test
    void a_stream_tells_that_a_stock_got_low_and_goes_on_behind_it() {
        var stream = new ReadStream(server, "/v1/inbox", "");
        assertThat(stream.next()).isEqualTo("head");
        server.reads.put(Samples.ALICE, note(4));
        server.live.breakAll();
        assertThat(stream.next()).startsWith("low-stock");
        var cursor = stream.lastId();
        stream.close();
        put(0, Concern.EVENT);
        var next = new ReadStream(server, "/v1/inbox", cursor);
        assertThat(next.next()).isEqualTo("event 0");
        next.close();
    }

    private static StockNote note(long seq) {
        return new StockNote(seq, 1_000, List.of(new StockNote.Stock(1, 9, 10)));
    }

    @Test
    void a_cursor_that_is_none_is_refused() {
        assertThat(server.get("/v1/inbox?cursor=x").problem()).isEqualTo("bad-parameter");
        assertThat(server.get("/v1/inbox?tree=yes").problem()).isEqualTo("bad-parameter");
        assertThat(server.send(server.request("/v1/inbox")
                                .header("Accept", "text/event-stream")
                                .header("Last-Event-ID", "7"))
                        .problem())
                .isEqualTo("bad-parameter");
    }

    private void put(long seq, Concern concern) {
        server.reads.put(Samples.ALICE, new InboxEntry(new LoggedEvent(0, seq, event(seq)), concern, 9, 7));
    }

    private void tell(long seq) {
        server.live.tell(Samples.GROUP, new LoggedEvent(0, seq, event(seq)));
    }

    private static GroupEvent event(long seq) {
        var commit = Samples.commit(seq, seq, Samples.BOB, "commit " + seq);
        return commit.toBuilder()
                .setHeader(commit.getHeader().toBuilder().setGroupId(Samples.GROUP))
                .build();
    }
}
