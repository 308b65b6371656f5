package dev.epochal.bench.report;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Where figures were measured.
///
/// @param at when
/// @param cores how many cores the machine has, for everything together
/// @param java the Java that ran the generator
/// @param system the operating system
/// @param load how many programs wanted a core in the last minute; what runs beside the bench makes figures worse
public record Environment(String at, int cores, String java, String system, double load) {
    /// This machine, now; to be asked before anything is measured.
    public static Environment here() {
        return new Environment(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().toString(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
