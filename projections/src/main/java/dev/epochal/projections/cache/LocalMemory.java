package dev.epochal.projections.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// The memory of this process, where no Redis is configured. Other instances have theirs: to withdraw a key from all of
/// them takes the lease.
public final class LocalMemory implements SharedMemory {
    private static final long WEIGHT_MAX = 64L << 20;
    private static final int ENTRY_WEIGHT = 200;
    private static final String ERA = "local";
    /// A withdrawal is at once in all memories there are, so that this only says when what nobody asks for goes.
    private static final Duration LEASE_ALONE = Duration.ofMinutes(10);

    private static final Duration LEASE_AMONG_OTHERS = Duration.ofSeconds(1);

    private final boolean alone;
    private final Ticker ticker;
    private final Cache<String, Entry> entries;

    private LocalMemory(boolean alone, Ticker ticker) {
        this.alone = alone;
        this.ticker = ticker;
        this.entries = Caffeine.newBuilder()
                .maximumWeight(WEIGHT_MAX)
                .weigher((String key, Entry entry) ->
                        ENTRY_WEIGHT + 2 * key.length() + entry.value().size())
                .ticker(ticker)
                .expireAfter(Expiry.creating((String key, Entry entry) -> entry.lease()))
                .build();
    }

    /// A value and how long it may be found. A withdrawn key has an empty one, which stands in the way of what was
    /// looked up before.
    private record Entry(ByteString value, Duration lease, boolean withdrawn, long sinceNanos) {
        boolean givesWayTo(Found found) {
            return withdrawn && found.askedAtNanos() - sinceNanos > 0;
        }
    }

    /// The memory of a process beside which no other serves clients.
    public static LocalMemory alone() {
        return new LocalMemory(true, Ticker.systemTicker());
    }

    /// The memory of one process among others.
    public static LocalMemory amongOthers() {
        return new LocalMemory(false, Ticker.systemTicker());
    }

    static LocalMemory alone(Ticker ticker) {
        return new LocalMemory(true, ticker);
    }

    @Override
    public Found find(Collection<String> keys) {
        long now = ticker.read();
        Map<String, ByteString> values = new HashMap<>();
        entries.getAllPresent(keys).forEach((key, entry) -> {
            if (!entry.withdrawn()) {
                values.put(key, entry.value());
            }
        });
        return new Found(values, ERA, now);
    }

    @Override
    public void keep(Found found, Map<String, ByteString> values, Duration lease) {
        // What was asked for so long ago may have been withdrawn, and the withdrawal forgotten.
        if (ticker.read() - found.askedAtNanos() < lease.toNanos() / 2) {
            values.forEach((key, value) -> {
                var fresh = new Entry(value, lease, false, found.askedAtNanos());
                entries.asMap().merge(key, fresh, (old, _) -> old.givesWayTo(found) ? fresh : old);
            });
        }
    }

    @Override
    public void withdraw(String key, Duration lease) {
        entries.put(key, new Entry(ByteString.EMPTY, lease, true, ticker.read()));
        if (!alone) {
            LockSupport.parkNanos(lease.toNanos());
        }
    }

    @Override
    public Duration lease() {
        return alone ? LEASE_ALONE : LEASE_AMONG_OTHERS;
    }

    @Override
    public String state() {
        return "local";
    }

    @Override
    public boolean isWell() {
        return true;
    }

    @Override
    public void close() {
        entries.invalidateAll();
    }
}
