package dev.epochal.processor.log;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides a batch of one partition: commands of different keys at the same time, those of one key in order.
///
/// @param <C> a command
/// @param <S> a state
/// @param <E> an event
final class BatchDecider<C, S, E> {
    private static final Logger LOG = LoggerFactory.getLogger(BatchDecider.class);

    private final Ledger<C, S, E> ledger;
    private final PartitionStates<S> states;
    private final CommandReader<C> reader;
    private final DeadLetters deadLetters;
    private final OwnedPartition.Workshop workshop;

    BatchDecider(Ledger<C, S, E> ledger, PartitionStates<S> states, OwnedPartition.Workshop workshop) {
        this.ledger = ledger;
        this.states = states;
        this.workshop = workshop;
        this.reader = new CommandReader<>(ledger);
        this.deadLetters = new DeadLetters(
                ledger.commands().topicName(), workshop.settings().batch().valueBytesMax());
    }

    /// What a batch comes to, once it is appended.
    ///
    /// @param outcomes one for each record, in order
    /// @param results by key, in the order of each key's first command
    record Decided<S>(List<Outcome> outcomes, Map<ByteString, KeyRun.Result<S>> results) {}

    /// Decides without any effect: neither the log nor a state in memory is touched.
    Decided<S> decide(List<ConsumerRecord<byte[], byte[]>> slice) {
        Map<Long, Outcome> byOffset = new TreeMap<>();
        Map<ByteString, List<Received.Command<C>>> byKey = new LinkedHashMap<>();
        for (var source : slice) {
            switch (reader.read(source)) {
                case Received.Command<C> command ->
                    byKey.computeIfAbsent(command.key(), _ -> new ArrayList<>()).add(command);
                case Received.Foreign<C> foreign -> byOffset.put(source.offset(), park(foreign));
            }
        }
        Map<ByteString, KeyRun.Result<S>> results = decide(byKey);
        results.forEach((key, result) -> {
            var outcomes = result.outcomes().iterator();
            byKey.getOrDefault(key, List.of())
                    .forEach(command -> byOffset.put(command.source().offset(), outcomes.next()));
        });
        return new Decided<>(List.copyOf(byOffset.values()), results);
    }

    /// Makes the states of an appended batch the newest ones.
    ///
    /// @param offsets of the appended events, in order
    void adopt(Decided<S> decided, List<Long> offsets) {
        Map<ByteString, Long> ends = new HashMap<>();
        var offset = offsets.iterator();
        for (var outcome : decided.outcomes()) {
            if (outcome instanceof Outcome.Accepted accepted) {
                ends.put(accepted.key(), offset.next() + 1);
            }
        }
        decided.results().forEach((key, result) -> states.adopt(key, result, ends.getOrDefault(key, 0L)));
    }

    private Map<ByteString, KeyRun.Result<S>> decide(Map<ByteString, List<Received.Command<C>>> byKey) {
        var before = states.before(byKey.keySet());
        workshop.metrics().loaded(before.hits(), byKey.size() - before.hits());
        List<ByteString> keys = List.copyOf(byKey.keySet());
        List<Callable<KeyRun.Result<S>>> runs = new ArrayList<>();
        for (var key : keys) {
            var run = new KeyRun<>(
                    ledger, deadLetters, workshop.settings().batch().valueBytesMax());
            var from = Optional.ofNullable(before.byKey().get(key));
            var commands = byKey.getOrDefault(key, List.of());
            var start = new KeyRun.Start<>(from, states.isQuarantined(key), before.point());
            runs.add(() -> run.decide(commands, start));
        }
        List<KeyRun.Result<S>> ran = workshop.pool().all(runs);
        Map<ByteString, KeyRun.Result<S>> results = new LinkedHashMap<>();
        for (int i = 0; i < ran.size(); i++) {
            results.put(keys.get(i), ran.get(i));
        }
        return results;
    }

    private Outcome park(Received.Foreign<C> foreign) {
        var parked = deadLetters.foreign(foreign);
        LOG.error(
                "A record that no api wrote stands at {}-{} offset {}: {}. It is put aside; find out who may write"
                        + " there.",
                foreign.source().topic(),
                foreign.source().partition(),
                foreign.source().offset(),
                foreign.reason());
        return parked;
    }
}
