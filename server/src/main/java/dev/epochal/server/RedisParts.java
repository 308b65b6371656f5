package dev.epochal.server;

import dev.epochal.processor.log.LogIdentity;
import dev.epochal.projections.cache.LocalMemory;
import dev.epochal.projections.cache.RedisMemory;
import dev.epochal.projections.cache.SharedMemory;
import dev.epochal.projections.redis.RedisAddress;
import dev.epochal.projections.wake.WakeUps;
import dev.epochal.schema.log.Topic;
import dev.epochal.server.setting.Configuration;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;

/// The parts that use Redis, or stand in where there is none.
///
/// @param address where it is
/// @param isAlone whether no other process uses the same database and log
/// @param log the id of the topic of the group events, which no other log has
/// @param registry where they count
record RedisParts(Optional<RedisAddress> address, boolean isAlone, String log, MeterRegistry registry) {
    static RedisParts of(Configuration configuration, LogIdentity log, MeterRegistry registry) {
        return new RedisParts(
                configuration.directory().redis(),
                configuration.external().isEmpty(),
                String.valueOf(log.topicIds().get(Topic.GROUP_EVENTS)),
                registry);
    }

    /// What wakes the readers of other processes; without Redis nothing does.
    Optional<WakeUps> wakeUps() {
        return address.map(redis -> WakeUps.over(redis, log, registry));
    }

    /// The cache of the directory. On a database and a log of others' there may be more instances, which have their
    /// own.
    SharedMemory memory() {
        if (address.isPresent()) {
            return RedisMemory.at(address.get());
        }
        return isAlone ? LocalMemory.alone() : LocalMemory.amongOthers();
    }
}
