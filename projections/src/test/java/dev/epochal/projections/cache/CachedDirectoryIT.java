package dev.epochal.projections.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.projections.redis.RealRedis;
import dev.epochal.testkit.redis.RedisProcess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The results are those of the read model, whatever becomes of a real Redis.
@DisplayNameGeneration(ReplaceUnderscores.class)
class CachedDirectoryIT {
    @TempDir
    Path folder;

    private final StoredDirectory stored = new StoredDirectory();
    private RedisProcess redis;
    private RedisMemory memory;
    private CachedDirectory directory;

    @BeforeEach
    void start() {
        redis = RealRedis.start(folder);
        memory = RedisMemory.at(RealRedis.address(redis));
        directory = new CachedDirectory(stored, memory, new SimpleMeterRegistry());
    }

    @AfterEach
    void stop() {
        memory.close();
        redis.close();
    }

    private void assertRight() {
        assertThat(directory.signatureKeys(Set.of(StoredDirectory.BOB))).isEqualTo(stored.keys);
    }

    @Test
    void redis_spares_the_read_model_the_second_question() {
        stored.register("key");
        assertRight();
        assertRight();
        assertThat(stored.questions).isEqualTo(1);
    }

    @Test
    @Tag("S32")
    void a_key_that_was_taken_back_stays_away_though_redis_is_emptied_killed_held_or_back_with_an_old_dump() {
        stored.register("old");
        assertRight();
        redis.administer("SAVE");
        stored.register("new");
        directory.withdraw(StoredDirectory.BOB);
        assertRight();

        redis.administer("FLUSHALL");
        assertRight();
        redis.kill();
        assertRight();
        redis.startAgain();
        assertThat(redis.size()).isPositive();
        RealRedis.awaitWell(memory);
        assertRight();
        redis.pause();
        assertRight();
        redis.goOn();
        RealRedis.awaitWell(memory);
        assertRight();
    }
}
