package dev.epochal.simulation.broker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/// The log of one partition, as its leader keeps it: sequence numbers against duplicates, producer epochs against
/// zombies, and the last stable offset.
public final class PartitionLog {
    private final List<Entry> entries = new ArrayList<>();
    private final Map<Long, Writer> writers = new HashMap<>();
    private final TreeMap<Long, Long> open = new TreeMap<>();
    private final List<Runnable> listeners = new ArrayList<>();
    /// Ends at which no transaction was open.
    private final List<Long> quietEnds = new ArrayList<>();
    private int inEffect;

    PartitionLog() {}

    /// A record that readers of ended transactions see.
    public record Read(long offset, long timestampMs, LogRecord content) {}

    /// What the leader knows of a producer.
    private static final class Writer {
        private int producerEpoch = -1;
        private final List<Long> offsets = new ArrayList<>();
        private final List<Entry> inTransaction = new ArrayList<>();
    }

    /// A batch that arrives out of order is asked for again.
    private static final class BatchMissing extends RetriableException {
        private static final long serialVersionUID = 1L;

        BatchMissing(Throwable cause) {
            super("A batch before it hasn't arrived", cause);
        }
    }

    /// Who appends.
    ///
    /// @param sequence how many records of this producer epoch came before on this partition
    record Origin(long producerId, int producerEpoch, int sequence) {}

    /// Offset behind the last entry.
    public long end() {
        return entries.size();
    }

    /// Offset of the first entry of a transaction that hasn't ended; the end if there is none.
    public long lastStable() {
        return open.isEmpty() ? end() : open.firstKey();
    }

    /// How many records are in effect, whether or not readers can see them yet.
    public int inEffect() {
        return inEffect;
    }

    /// Tells of changes of what readers see.
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /// Appends outside of any transaction.
    ///
    /// @return the offset
    public long append(LogRecord content, long timestampMs) {
        long offset = end();
        entries.add(Entry.of(offset, timestampMs, content, false));
        inEffect++;
        changed();
        return offset;
    }

    /// Appends in a transaction, unless the record is there already.
    ///
    /// @return the offset
    long append(Origin origin, LogRecord content, long timestampMs) {
        var writer = writers.computeIfAbsent(origin.producerId(), _ -> new Writer());
        if (origin.producerEpoch() < writer.producerEpoch) {
            throw new InvalidProducerEpochException("The partition has seen a newer producer epoch");
        }
        if (origin.producerEpoch() > writer.producerEpoch) {
            writer.producerEpoch = origin.producerEpoch();
            writer.offsets.clear();
        }
        if (origin.sequence() < writer.offsets.size()) {
            return writer.offsets.get(origin.sequence());
        }
        if (origin.sequence() > writer.offsets.size()) {
            throw new BatchMissing(new OutOfOrderSequenceException("sequence " + origin.sequence()));
        }
        long offset = end();
        var entry = Entry.of(offset, timestampMs, content, true);
        entries.add(entry);
        writer.offsets.add(offset);
        if (writer.inTransaction.isEmpty()) {
            open.put(offset, origin.producerId());
        }
        writer.inTransaction.add(entry);
        return offset;
    }

    /// Ends a producer's transaction here.
    ///
    /// @param producerEpoch the producer's epoch from now on: what comes with an older one is refused
    void mark(long producerId, int producerEpoch, boolean takesEffect, long timestampMs) {
        var writer = writers.computeIfAbsent(producerId, _ -> new Writer());
        entries.add(Entry.marker(end(), timestampMs));
        if (!writer.inTransaction.isEmpty()) {
            open.remove(writer.inTransaction.getFirst().offset());
            writer.inTransaction.forEach(entry -> entry.end(takesEffect));
            inEffect += takesEffect ? writer.inTransaction.size() : 0;
            writer.inTransaction.clear();
        }
        if (producerEpoch > writer.producerEpoch) {
            writer.producerEpoch = producerEpoch;
            writer.offsets.clear();
        }
        changed();
    }

    /// The records from an offset on that are in effect and before the last stable offset.
    public List<Read> read(long from, int max) {
        List<Read> found = new ArrayList<>();
        for (long at = from; at < lastStable() && found.size() < max; at++) {
            var entry = entries.get((int) at);
            @Nullable LogRecord content = entry.content();
            if (content != null && entry.fate() == Entry.Fate.IN_EFFECT) {
                found.add(new Read(at, entry.timestampMs(), content));
            }
        }
        return found;
    }

    /// Where a reader stands that has read these from an offset on.
    public long behind(List<Read> read, int max) {
        return read.size() == max ? read.getLast().offset() + 1 : lastStable();
    }

    /// Whether a record is in effect, or will be.
    ///
    /// @param isTakingEffect whether a producer's open transaction is going to take effect
    boolean isCertain(Predicate<LogRecord> wanted, LongPredicate isTakingEffect) {
        boolean here = entries.stream()
                .filter(entry -> entry.fate() == Entry.Fate.IN_EFFECT)
                .anyMatch(entry -> isWanted(entry, wanted));
        return here
                || writers.entrySet().stream()
                        .filter(writer -> isTakingEffect.test(writer.getKey()))
                        .flatMap(writer -> writer.getValue().inTransaction.stream())
                        .anyMatch(entry -> isWanted(entry, wanted));
    }

    private static boolean isWanted(Entry entry, Predicate<LogRecord> wanted) {
        @Nullable LogRecord content = entry.content();
        return content != null && wanted.test(content);
    }

    /// Every record, in effect or not, as a reader sees it who doesn't wait for transactions to end.
    public List<Read> readUnended(long from) {
        List<Read> found = new ArrayList<>();
        for (long at = from; at < end(); at++) {
            var entry = entries.get((int) at);
            @Nullable LogRecord content = entry.content();
            if (content != null) {
                found.add(new Read(at, entry.timestampMs(), content));
            }
        }
        return found;
    }

    /// Loses its newest entries, as a broker does that loses power before they are on its disk; whole transactions
    /// only, and not while one is open.
    ///
    /// @param before an offset that is lost
    /// @return whether anything was lost
    public boolean cut(long before) {
        var ends = quietEnds.stream().filter(end -> end < before).toList();
        if (!open.isEmpty() || ends.isEmpty() || before > end()) {
            return false;
        }
        entries.subList(ends.getLast().intValue(), entries.size()).clear();
        quietEnds.removeIf(end -> end > end());
        writers.values().forEach(writer -> writer.offsets.clear());
        inEffect = (int) entries.stream()
                .filter(entry -> entry.fate() == Entry.Fate.IN_EFFECT)
                .count();
        return true;
    }

    /// Grows up to an offset by markers, as they come from transactions that were open when the broker lost power.
    public void grow(long upTo, long timestampMs) {
        while (end() < upTo) {
            entries.add(Entry.marker(end(), timestampMs));
        }
        changed();
    }

    private void changed() {
        if (open.isEmpty()) {
            quietEnds.add(end());
        }
        List.copyOf(listeners).forEach(Runnable::run);
    }
}
