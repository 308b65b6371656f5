package dev.epochal.projections.redis;

import dev.epochal.projections.cache.SharedMemory;
import dev.epochal.testkit.redis.RedisProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// What tests need to know of a real Redis.
public final class RealRedis {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private RealRedis() {}

    /// Starts one, and says which.
    public static RedisProcess start(Path folder) {
        var redis = RedisProcess.start(folder);
        System.out.println("Redis for this test: " + redis.version());
        return redis;
    }

    public static RedisAddress address(RedisProcess redis) {
        return new RedisAddress(redis.uri(), RedisProcess.PASSWORD);
    }

    /// Waits until the memory has found it again: a failure costs a moment without Redis.
    public static void awaitWell(SharedMemory memory) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!memory.isWell()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Redis is not found again");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
