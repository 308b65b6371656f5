package dev.epochal.projections.wake;

import dev.epochal.projections.redis.RedisLink;

/// Where wake-ups of one log are published.
///
/// @param link connections to it
/// @param name its name
/// @param self the number of this process
record Channel(RedisLink link, String name, long self) {
    private static final String PREFIX = "epochal:wake:";

    /// The name of the channel for a log: two deployments may share one Redis.
    ///
    /// @param log what no other log is called
    static String name(String log) {
        return PREFIX + log;
    }
}
