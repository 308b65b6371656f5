package dev.epochal.processor.log;

import com.google.protobuf.ByteString;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/// The states of one partition that are held in memory: the least recently used ones leave when the weight exceeds the
/// bound. Not thread-safe: the thread that has the partition owns it.
///
/// @param <S> a state
final class LiveStates<S> {
    private record Entry<S>(LiveState<S> live, long weight) {}

    private final LinkedHashMap<ByteString, Entry<S>> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final ToLongFunction<S> weigher;
    private final LongSupplier weightMax;
    private long weight;
    private long evictedEnd;

    /// @param weightMax the bound, asked for at each change
    LiveStates(ToLongFunction<S> weigher, LongSupplier weightMax) {
        this.weigher = weigher;
        this.weightMax = weightMax;
    }

    Optional<LiveState<S>> find(ByteString key) {
        return Optional.ofNullable(entries.get(key)).map(Entry::live);
    }

    /// Keeps a state as the newest of its key.
    void adopt(ByteString key, LiveState<S> live) {
        long added = key.size() + weigher.applyAsLong(live.state());
        var before = entries.put(key, new Entry<>(live, added));
        weight += added - (before == null ? 0 : before.weight());
        evict();
    }

    /// Position behind the newest event of any state that had to leave. Who loads one of them again waits for it.
    long evictedEnd() {
        return evictedEnd;
    }

    int size() {
        return entries.size();
    }

    private void evict() {
        var eldest = entries.values().iterator();
        long bound = weightMax.getAsLong();
        while (weight > bound && entries.size() > 1) {
            var entry = eldest.next();
            weight -= entry.weight();
            evictedEnd = Math.max(evictedEnd, entry.live().end());
            eldest.remove();
        }
    }
}
