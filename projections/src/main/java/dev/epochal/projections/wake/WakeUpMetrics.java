package dev.epochal.projections.wake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// How many wake-ups went to other processes and came from them. Thread-safe.
record WakeUpMetrics(Counter published, Counter dropped, Counter heard, Counter malformed) {
    static WakeUpMetrics in(MeterRegistry registry) {
        return new WakeUpMetrics(
                counter(registry, "epochal.wakeups.published", "Wake-ups that Redis took"),
                counter(registry, "epochal.wakeups.dropped", "Wake-ups that Redis did not take or that found no room"),
                counter(registry, "epochal.wakeups.heard", "Wake-ups of other processes"),
                counter(registry, "epochal.wakeups.malformed", "What was published and is no wake-up"));
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
