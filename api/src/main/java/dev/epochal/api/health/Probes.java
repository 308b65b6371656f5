package dev.epochal.api.health;

import dev.epochal.api.health.HealthProbe.Condition;
import dev.epochal.api.health.HealthProbe.Finding;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks all probes at once, each for a limited time. What was found is good for a moment, so that a crowd that asks
/// does no harm. Thread-safe.
final class Probes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Probes.class);
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final long GOOD_FOR_NANOS = Duration.ofMillis(500).toNanos();

    private final List<HealthProbe> probes;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Findings last = new Findings(Map.of(), System.nanoTime() - GOOD_FOR_NANOS);

    private record Findings(Map<String, Finding> byName, long foundAt) {
        boolean isGood() {
            return System.nanoTime() - foundAt < GOOD_FOR_NANOS;
        }
    }

    Probes(List<HealthProbe> probes) {
        this.probes = List.copyOf(probes);
    }

    /// What was found, in the order of the probes.
    Map<String, Finding> check() {
        var found = last;
        if (!found.isGood()) {
            found = new Findings(ask(), System.nanoTime());
            last = found;
        }
        return found.byName();
    }

    /// The worst of what was found.
    static Condition worst(Map<String, Finding> findings) {
        return findings.values().stream()
                .map(Finding::condition)
                .max(Condition::compareTo)
                .orElse(Condition.HEALTHY);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private Map<String, Finding> ask() {
        var asked = new LinkedHashMap<String, CompletableFuture<Finding>>();
        for (var probe : probes) {
            var late =
                    new Finding(Condition.UNHEALTHY, Map.of("error", "no answer within " + LIMIT.toSeconds() + " s"));
            asked.putIfAbsent(
                    probe.name(),
                    CompletableFuture.supplyAsync(probe::check, threads)
                            .completeOnTimeout(late, LIMIT.toMillis(), TimeUnit.MILLISECONDS));
        }
        var findings = new LinkedHashMap<String, Finding>();
        asked.forEach((name, finding) -> findings.put(name, result(name, finding)));
        return findings;
    }

    private static Finding result(String name, CompletableFuture<Finding> finding) {
        try {
            return finding.join();
        } catch (CompletionException e) {
            LOG.warn("The health probe {} failed; look for the cause below", name, e);
            return new Finding(Condition.UNHEALTHY, Map.of("error", "the probe failed; see the log"));
        }
    }
}
