package dev.epochal.api.exchange;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// How much each user may ask for, in units of [Cost]. Each user has a bucket of its own that fills up steadily, so
/// that nobody can take what the others need. A user can also be an address, or whatever else has a name.
///
/// What is remembered is bounded: a bucket that has been left alone for long enough is full, and forgotten.
/// Thread-safe.
public final class Allowances {
    private static final int USERS_MAX = 100_000;

    private final Rate rate;
    private final LongSupplier nanos;
    private final Cache<String, Bucket> buckets;

    /// What each user may ask for.
    ///
    /// @param unitsPerSecond how fast a bucket fills; 0 means that nothing is limited
    /// @param burst how much it holds
    public record Rate(int unitsPerSecond, int burst) {
        /// No limit.
        public static final Rate UNLIMITED = new Rate(0, 1);

        public Rate {
            if (unitsPerSecond < 0 || burst < 1) {
                throw new IllegalArgumentException("A rate is not negative, and a bucket holds something");
            }
        }

        /// How long an empty bucket takes to be full, in seconds.
        int window() {
            return Math.max(1, Math.ceilDiv(burst, Math.max(1, unitsPerSecond)));
        }
    }

    /// What became of a request for units.
    ///
    /// @param granted whether they were there
    /// @param remaining what is left
    /// @param delay how long it takes until they are there; no time if they were
    record Grant(boolean granted, long remaining, Duration delay) {}

    /// Full buckets for everybody.
    ///
    /// @param nanos a clock that only goes forward
    public Allowances(Rate rate, LongSupplier nanos) {
        this.rate = rate;
        this.nanos = nanos;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(USERS_MAX)
                .expireAfterAccess(Duration.ofSeconds(2L * rate.window()))
                .ticker(nanos::getAsLong)
                .build();
    }

    Rate rate() {
        return rate;
    }

    boolean areLimited() {
        return rate.unitsPerSecond() > 0;
    }

    /// Takes units from a user's bucket if they are there. What costs more than a bucket holds takes all of a full one.
    Grant take(String user, long units) {
        return buckets.get(user, _ -> new Bucket(nanos.getAsLong())).take(units);
    }

    /// What [#take] would say now, without taking anything.
    Grant look(String user, long units) {
        var bucket = buckets.getIfPresent(user);
        return bucket == null ? new Grant(true, rate.burst(), Duration.ZERO) : bucket.look(units);
    }

    /// Takes units that have been used already: the bucket may owe as much as it holds.
    void charge(String user, long units) {
        buckets.get(user, _ -> new Bucket(nanos.getAsLong())).charge(units);
    }

    private final class Bucket {
        private double units = rate.burst();
        private long filledAt;

        Bucket(long now) {
            filledAt = now;
        }

        synchronized Grant take(long wanted) {
            var grant = look(wanted);
            if (!grant.granted()) {
                return grant;
            }
            units -= Math.min(wanted, rate.burst());
            return new Grant(true, (long) units, Duration.ZERO);
        }

        synchronized Grant look(long wanted) {
            fill();
            double missing = Math.min(wanted, rate.burst()) - units;
            double seconds = missing / rate.unitsPerSecond();
            return new Grant(
                    missing <= 0,
                    Math.max(0, (long) units),
                    missing <= 0 ? Duration.ZERO : Duration.ofMillis((long) Math.ceil(seconds * 1000)));
        }

        synchronized void charge(long used) {
            fill();
            units = Math.max(-rate.burst(), units - used);
        }

        private void fill() {
            long now = nanos.getAsLong();
            double seconds = (double) Math.max(0, now - filledAt) / TimeUnit.SECONDS.toNanos(1);
            units = Math.min(rate.burst(), units + seconds * rate.unitsPerSecond());
            filledAt = now;
        }
    }
}
