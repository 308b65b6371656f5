package dev.epochal.server.fsck;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Checks the records of one partition.
///
/// The states of all its keys are held at once. When they exceed the memory they may take, keys that come later are
/// left to a further pass over the partition.
final class PartitionCheck {
    private final Stretch stretch;
    private final Workers workers;
    private final Function<ByteString, KeyHistory> histories;
    private final Outcome outcome;
    private final Set<ByteString> done = new HashSet<>();
    private Map<ByteString, KeyRecords> open = new HashMap<>();
    private boolean isCompared;
    private boolean isIncomplete;
    private long weight;

    /// Where what was found goes, and what is looked for.
    record Outcome(Findings findings, Sighting sighting, Optional<StateCheck> states, Tally tally) {}

    PartitionCheck(Stretch stretch, Workers workers, Function<ByteString, KeyHistory> histories, Outcome outcome) {
        this.stretch = stretch;
        this.workers = workers;
        this.histories = histories;
        this.outcome = outcome;
    }

    /// Reads the partition as often as it takes.
    void run(EventLog log) {
        do {
            open = new HashMap<>();
            isCompared = stretch.projected() == 0;
            isIncomplete = false;
            weight = 0;
            log.read(stretch, this::take);
            open.values().forEach(records -> records.end(outcome.findings()));
            done.addAll(open.keySet());
            outcome.tally().keys(stretch.topic(), open.size());
        } while (isIncomplete);
    }

    private void take(List<ConsumerRecord<byte[], byte[]>> read, long reached) {
        long projected = stretch.projected();
        judge(read.stream().filter(each -> each.offset() < projected).toList());
        if (!isCompared && reached >= projected) {
            isCompared = true;
            outcome.states().ifPresent(states -> states.compare(open.values()));
        }
        judge(read.stream().filter(each -> each.offset() >= projected).toList());
        outcome.tally().reached(stretch, reached);
    }

    private void judge(List<ConsumerRecord<byte[], byte[]>> read) {
        Map<KeyRecords, List<ConsumerRecord<byte[], byte[]>>> byKey = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> each : read) {
            if (each.key() == null) {
                keyless(each);
                continue;
            }
            ByteString key = ByteString.copyFrom(each.key());
            if (isMine(key)) {
                byKey.computeIfAbsent(opened(key), _ -> new ArrayList<>()).add(each);
            }
        }
        weight += workers.sum(byKey.entrySet().stream()
                .<Callable<Long>>map(
                        entry -> () -> entry.getKey().take(entry.getValue(), outcome.findings(), outcome.sighting()))
                .toList());
        outcome.tally()
                .events(
                        stretch.topic(),
                        byKey.values().stream().mapToInt(List::size).sum());
    }

    private boolean isMine(ByteString key) {
        if (done.contains(key)) {
            return false;
        }
        if (!open.containsKey(key) && !open.isEmpty() && weight > workers.memoryMax()) {
            isIncomplete = true;
            return false;
        }
        return true;
    }

    private KeyRecords opened(ByteString key) {
        return open.computeIfAbsent(key, fresh -> new KeyRecords(stretch, fresh, histories.apply(fresh)));
    }

    private void keyless(ConsumerRecord<byte[], byte[]> read) {
        if (done.isEmpty()) {
            outcome.findings()
                    .add(new Finding(
                            Kind.UNREADABLE,
                            Place.ofPartition(stretch.topic(), stretch.partition(), read.offset()),
                            "it has no key"));
        }
    }
}
