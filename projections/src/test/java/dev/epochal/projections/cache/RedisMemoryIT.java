package dev.epochal.projections.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.projections.redis.RealRedis;
import dev.epochal.testkit.redis.RedisProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The memory on a real Redis, which is emptied, killed, started again with what it had saved, and held.
@DisplayNameGeneration(ReplaceUnderscores.class)
class RedisMemoryIT extends MemoryConformance {
    @TempDir
    Path folder;

    private RedisProcess redis;
    private RedisMemory memory;

    @BeforeEach
    void start() {
        redis = RealRedis.start(folder);
        memory = RedisMemory.at(RealRedis.address(redis));
    }

    @AfterEach
    void stop() {
        memory.close();
        redis.close();
    }

    @Override
    SharedMemory memory() {
        return memory;
    }

    @Test
    void other_instances_find_what_one_keeps_and_nothing_that_one_withdraws() {
        keep("key", "value");
        try (var other = RedisMemory.at(RealRedis.address(redis))) {
            assertThat(other.find(List.of("key")).values()).isEqualTo(Map.of("key", value("value")));
            other.withdraw("key", LEASE);
        }
        assertThat(find("key")).isEmpty();
    }

    @Test
    void emptied_it_finds_nothing_and_keeps_nothing_that_was_looked_up_before() {
        keep("key", "value");
        var before = memory.find(List.of("missing"));

        redis.administer("FLUSHALL");
        memory.keep(before, Map.of("missing", value("old")), LEASE);

        assertThat(find("key", "missing")).isEmpty();
        keep("key", "new");
        assertThat(find("key")).isEqualTo(Map.of("key", value("new")));
    }

    @Test
    @Tag("S32")
    void started_again_with_what_it_had_saved_it_finds_nothing_of_it() {
        keep("key", "old");
        redis.administer("SAVE");

        redis.kill();
        assertThat(find("key")).isEmpty();
        assertThat(memory.state()).isEqualTo("redis away");
        redis.startAgain();
        assertThat(redis.size()).isPositive();
        RealRedis.awaitWell(memory);

        assertThat(find("key")).isEmpty();
        keep("key", "new");
        assertThat(find("key")).isEqualTo(Map.of("key", value("new")));
    }

    @Test
    void held_it_is_left_alone_and_a_withdrawal_waits_for_the_leases_of_others() {
        var lease = Duration.ofSeconds(2);
        keep("key", "old");

        redis.pause();
        long before = System.nanoTime();
        memory.withdraw("key", lease);
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(lease.toNanos());
        assertThat(find("key")).isEmpty();
        redis.goOn();
        RealRedis.awaitWell(memory);
        assertThat(memory.state()).isEqualTo("redis");
    }

    @Test
    void nothing_is_thrown_while_it_was_never_there() {
        redis.kill();
        try (var alone = RedisMemory.at(RealRedis.address(redis))) {
            assertThat(alone.find(List.of("key")).values()).isEmpty();
            alone.keep(alone.find(List.of("key")), Map.of("key", ByteString.EMPTY), LEASE);
            assertThat(alone.isWell()).isFalse();
        }
    }
}
