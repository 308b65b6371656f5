package dev.epochal.api.directory;

import dev.epochal.schema.record.ClaimedForCaller;
import dev.epochal.schema.record.DirectoryReceipt;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// Counts the KeyPackages that claims were answered with. Many of last resort mean that stocks run out.
public final class ServedKeyPackages {
    private final Counter once;
    private final Counter lastResort;
    private final Counter exhausted;

    /// Counts there.
    public ServedKeyPackages(MeterRegistry registry) {
        this.once = counter(registry, "once");
        this.lastResort = counter(registry, "last_resort");
        this.exhausted = Counter.builder("epochal.keypackages.exhausted")
                .description("Clients that had no KeyPackage when their user's were claimed")
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String kind) {
        return Counter.builder("epochal.keypackages.served")
                .description("KeyPackages that claims were answered with")
                .tag("kind", kind)
                .register(registry);
    }

    void count(DirectoryReceipt receipt) {
        if (receipt.getReplayed()) {
            return;
        }
        for (ClaimedForCaller claimed : receipt.getClaimedList()) {
            (claimed.getLastResort() ? lastResort : once).increment();
        }
        exhausted.increment(receipt.getExhaustedClientsCount());
    }
}
