/// A real Redis for tests.
///
/// [dev.epochal.testkit.redis.RedisProcess] starts it, does to it what happens to servers, and asks it as its
/// administrator.
@NullMarked
package dev.epochal.testkit.redis;

import org.jspecify.annotations.NullMarked;
