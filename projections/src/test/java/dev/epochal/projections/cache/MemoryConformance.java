package dev.epochal.projections.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What every memory promises.
abstract class MemoryConformance {
    static final Duration LEASE = Duration.ofMinutes(5);

    abstract SharedMemory memory();

    static ByteString value(String text) {
        return ByteString.copyFromUtf8(text);
    }

    Map<String, ByteString> find(String... keys) {
        return memory().find(List.of(keys)).values();
    }

    void keep(String key, String text) {
        memory().keep(memory().find(List.of(key)), Map.of(key, value(text)), LEASE);
    }

    @Test
    void what_is_kept_is_found() {
        keep("one", "1");
        keep("two", "2");

        assertThat(find("one", "two", "three")).isEqualTo(Map.of("one", value("1"), "two", value("2")));
        assertThat(find()).isEmpty();
    }

    @Test
    void the_first_value_stays() {
        keep("key", "first");
        keep("key", "second");

        assertThat(find("key")).isEqualTo(Map.of("key", value("first")));
    }

    @Test
    void a_withdrawn_key_is_not_found_and_takes_nothing_that_was_looked_up_before() {
        keep("key", "old");
        var before = memory().find(List.of("key", "other"));

        memory().withdraw("key", LEASE);
        memory().keep(before, Map.of("key", value("old"), "other", value("good")), LEASE);

        assertThat(find("key", "other")).isEqualTo(Map.of("other", value("good")));
    }

    @Test
    void what_was_looked_up_too_long_ago_is_not_kept() {
        var stale = new SharedMemory.Found(
                Map.of(), memory().find(List.of("key")).era(), System.nanoTime() - LEASE.toNanos());

        memory().keep(stale, Map.of("key", value("old")), LEASE);

        assertThat(find("key")).isEmpty();
    }
}
