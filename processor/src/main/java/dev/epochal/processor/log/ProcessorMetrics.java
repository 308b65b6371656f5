package dev.epochal.processor.log;

import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/// What operators see of the processors. Tags name topics, partitions and reasons, never users or groups.
final class ProcessorMetrics {
    private static final String TOPIC = "topic";
    private static final String KIND = "kind";
    private static final String READ_MODEL = "read-model";
    private static final String COLD = "cold";
    private static final String REASON = "reason";
    private static final String LOST_RACE = "stale-epoch";

    private final MeterRegistry registry;
    private final Timer decideTime;
    private final Timer transactionTime;
    private final Timer takeOverTime;
    private final DistributionSummary batchSize;
    private final Counter hits;
    private final Counter misses;
    private final Map<TopicPartition, AtomicLong> lags = new ConcurrentHashMap<>();
    private final Map<TopicPartition, AtomicLong> quarantined = new ConcurrentHashMap<>();

    ProcessorMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.decideTime = timer("epochal.processor.decide", "Time to load and decide one batch");
        this.transactionTime = timer("epochal.processor.transaction", "Time to append one batch");
        this.takeOverTime = timer("epochal.processor.takeover", "Time to take one partition over");
        this.batchSize = DistributionSummary.builder("epochal.processor.batch.commands")
                .description("Commands of one transaction")
                .register(registry);
        this.hits = states("hit");
        this.misses = states("miss");
        Gauge.builder("epochal.processor.quarantined", this, ProcessorMetrics::quarantined)
                .description("Groups and users whose recorded history contradicts itself")
                .register(registry);
        beginAtZero();
    }

    /// A counter that appears with its first count has no rate before it: an alarm on it would come too late.
    private void beginAtZero() {
        for (var commands : List.of(Topic.GROUP_COMMANDS, Topic.DIRECTORY_COMMANDS)) {
            for (var outcome : List.of("accepted", "repeated", "skipped", "parked")) {
                registry.counter("epochal.commands." + outcome, TOPIC, commands.topicName());
            }
        }
        for (var failure : LogFailure.values()) {
            registry.counter("epochal.processor.failures", KIND, word(failure));
        }
        registry.counter("epochal.processor.failures", KIND, READ_MODEL);
        registry.counter("epochal.processor.loads", KIND, COLD);
        registry.counter("epochal.commands.refused", REASON, LOST_RACE);
    }

    private static String word(LogFailure failure) {
        return failure.name().toLowerCase(Locale.ROOT);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name).description(description).register(registry);
    }

    private Counter states(String result) {
        return Counter.builder("epochal.processor.states")
                .description("States that a batch needed: in memory (hit), or read from the read model (miss)")
                .tag("result", result)
                .register(registry);
    }

    <T> T timedDecide(Supplier<T> decide) {
        return decideTime.record(decide);
    }

    <T> T timedTransaction(Supplier<T> append) {
        return transactionTime.record(append);
    }

    /// Counts the states that a batch needed.
    void loaded(int inMemory, int cold) {
        hits.increment(inMemory);
        misses.increment(cold);
        if (cold > 0) {
            count("epochal.processor.loads", KIND, COLD);
        }
    }

    /// Counts what a batch came to, after its transaction was ended.
    void decided(Topic commands, List<Outcome> outcomes) {
        batchSize.record(outcomes.size());
        for (var outcome : outcomes) {
            switch (outcome) {
                case Outcome.Accepted _ -> count("epochal.commands.accepted", TOPIC, commands.topicName());
                case Outcome.Repeated _ -> count("epochal.commands.repeated", TOPIC, commands.topicName());
                case Outcome.Skipped _ -> count("epochal.commands.skipped", TOPIC, commands.topicName());
                case Outcome.Parked _ -> count("epochal.commands.parked", TOPIC, commands.topicName());
                case Outcome.Refused refused -> refused.answer().ifPresent(answer -> refused(answer.verdict()));
            }
        }
    }

    private void refused(Verdict verdict) {
        String reason = verdict.getRefusal()
                .getReasonCase()
                .name()
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
        count("epochal.commands.refused", REASON, reason);
    }

    /// Counts a transaction that failed, by what was done about it.
    void failed(LogFailure failure) {
        count("epochal.processor.failures", KIND, word(failure));
    }

    /// Counts a batch that had to wait for the read model for too long.
    void behind() {
        count("epochal.processor.failures", KIND, READ_MODEL);
    }

    void tookOver(long nanos) {
        takeOverTime.record(nanos, TimeUnit.NANOSECONDS);
    }

    /// Says how many commands of a partition wait.
    void lag(TopicPartition commands, long waiting) {
        lags.computeIfAbsent(commands, this::lagGauge).set(waiting);
    }

    /// Says how many keys of a partition are quarantined.
    void quarantined(TopicPartition commands, int keys) {
        quarantined.computeIfAbsent(commands, _ -> new AtomicLong()).set(keys);
    }

    /// Forgets a partition that another processor has now.
    void left(TopicPartition commands) {
        quarantined.remove(commands);
        lags.computeIfAbsent(commands, this::lagGauge).set(0);
    }

    long quarantined() {
        return quarantined.values().stream().mapToLong(AtomicLong::get).sum();
    }

    private AtomicLong lagGauge(TopicPartition commands) {
        var lag = new AtomicLong();
        Gauge.builder("epochal.processor.lag", lag, AtomicLong::get)
                .description("Commands that wait to be decided, where this processor has the partition")
                .tag(TOPIC, commands.topic())
                .tag("partition", Integer.toString(commands.partition()))
                .register(registry);
        return lag;
    }

    private void count(String name, String tag, String value) {
        registry.counter(name, tag, value).increment();
    }
}
