package dev.epochal.processor.log;

import com.google.protobuf.ByteString;
import dev.epochal.projections.read.ReadPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// The states of one partition's keys: in memory where they are, else from the read model, and then only after that
/// has come far enough. Not thread-safe.
///
/// @param <S> a state
final class PartitionStates<S> {
    private final Ledger<?, S, ?> ledger;
    private final LiveStates<S> live;
    private final ReadBarrier barrier;
    private final Duration readWait;
    private final long takenOverAt;
    private final Set<ByteString> quarantined = new HashSet<>();

    /// @param live where states are held in memory, empty
    /// @param takenOverAt position behind everything that earlier owners may have appended
    PartitionStates(Ledger<?, S, ?> ledger, LiveStates<S> live, Source source, long takenOverAt) {
        this.ledger = ledger;
        this.live = live;
        this.barrier = source.barrier();
        this.readWait = source.patience();
        this.takenOverAt = takenOverAt;
    }

    /// When the read model can be relied on.
    ///
    /// @param patience how long to wait for it
    record Source(ReadBarrier barrier, Duration patience) {}

    /// States before a batch.
    ///
    /// @param byKey what rebuilds the state of each key that has one
    /// @param hits how many were in memory
    /// @param point what the read model must have reached, so that it knows what these states have forgotten
    record Before<S>(Map<ByteString, Supplier<S>> byKey, int hits, ReadPoint point) {}

    /// The states of these keys, the cold ones loaded together.
    ///
    /// @throws ReadModelBehind if the read model can't be relied on yet
    Before<S> before(Collection<ByteString> keys) {
        Map<ByteString, Supplier<S>> states = new HashMap<>();
        List<ByteString> cold = new ArrayList<>();
        long needed = 0;
        for (var key : keys) {
            var found = live.find(key);
            if (found.isPresent()) {
                S state = found.get().state();
                states.put(key, () -> state);
                needed = Math.max(needed, neededBy(found.get()));
            } else if (!quarantined.contains(key)) {
                cold.add(key);
                needed = Math.max(needed, Math.max(takenOverAt, live.evictedEnd()));
            }
        }
        int hits = states.size();
        barrier.await(needed, readWait);
        var point = barrier.point(needed);
        if (!cold.isEmpty()) {
            states.putAll(ledger.load(cold, point));
        }
        return new Before<>(states, hits, point);
    }

    /// Keeps what a decided key came to.
    ///
    /// @param end position behind the newest event that was appended for it; 0 if there was none
    void adopt(ByteString key, KeyRun.Result<S> result, long end) {
        if (result.damaged()) {
            quarantined.add(key);
            return;
        }
        result.state().ifPresent(state -> {
            var before = live.find(key).orElseGet(() -> LiveState.loaded(state));
            live.adopt(
                    key, result.events() == 0 ? before : before.after(state, end, result.events(), ledger.recentMax()));
        });
    }

    boolean isQuarantined(ByteString key) {
        return quarantined.contains(key);
    }

    int quarantined() {
        return quarantined.size();
    }

    private long neededBy(LiveState<S> known) {
        return ledger.recallsEverySubmission(known.state()) ? 0 : known.forgottenBefore(ledger.recentMax());
    }
}
