package dev.epochal.api.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.api.json.Base64Url;
import dev.epochal.projections.read.LoggedEvent;
import dev.epochal.projections.read.StockNote;
import dev.epochal.schema.record.GroupEvent;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class InboxCursorTest {
    @Test
    void a_cursor_is_the_same_after_it_was_kept_as_a_word() {
        var cursor = InboxCursor.of(Map.of(0, 7L, 3, Long.MAX_VALUE, 1_000, 1L << 33), 1L << 40);
        assertThat(InboxCursor.parse(cursor.toString())).contains(cursor);
        assertThat(InboxCursor.parse(InboxCursor.BEGINNING.toString())).contains(InboxCursor.BEGINNING);
    }

    @Test
    void a_cursor_moves_only_where_something_was_seen() {
        var event = new LoggedEvent(1, 5, GroupEvent.getDefaultInstance());
        var cursor = InboxCursor.of(Map.of(0, 9L), 4);
        assertThat(cursor.isBehind(event)).isFalse();
        assertThat(cursor.behind(event).offsets()).isEqualTo(Map.of(0, 9L, 1, 6L));
        assertThat(cursor.behind(event).directorySeq()).isEqualTo(4);
        assertThat(cursor.behind(new StockNote(6, 0, List.of()))).isEqualTo(InboxCursor.of(Map.of(0, 9L), 7));
        assertThat(cursor.behind(event).isBehind(event)).isTrue();
        assertThat(cursor.behind(event).isBehind(new LoggedEvent(1, 6, GroupEvent.getDefaultInstance())))
                .isFalse();
    }

    @Test
    void other_words_are_no_cursors() {
        for (var word : List.of(
                "", "!", "AA", "AQ", "AgA", "AQA=", "AQAAAAE", "AQABAQEC", "AQAA____________AQ", "Af___________wE")) {
            assertThat(InboxCursor.parse(word)).as(word).isEmpty();
        }
    }

    @Test
    void a_cursor_has_a_length_that_none_exceeds() {
        assertThat(InboxCursor.parse("x".repeat(9_000))).isEmpty();
    }

    @Test
    void no_bytes_do_any_harm() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20);
        for (int i = 0; i < 10_000; i++) {
            var bytes = new byte[random.nextInt(20)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = 1;
            }
            InboxCursor.parse(Base64Url.encode(ByteString.copyFrom(bytes)))
                    .ifPresent(cursor ->
                            assertThat(InboxCursor.parse(cursor.toString())).contains(cursor));
        }
    }
}
