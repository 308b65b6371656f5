package dev.epochal.bench.verb;

import dev.epochal.bench.load.Pace;
import dev.epochal.bench.report.Figure;
import dev.epochal.bench.workload.Workloads;
import picocli.CommandLine.Option;

/// To how many subscribers is delivered, and what.
final class SubscriberOptions {
    @Option(
            names = "--subscribers",
            defaultValue = "1000",
            description = "How many clients follow their inboxes (default: ${DEFAULT-VALUE}).")
    private int subscribers = 1000;

    @Option(
            names = "--audience",
            defaultValue = "10",
            description = "How many of them are members of each group (default: ${DEFAULT-VALUE}).")
    private int audience = 10;

    @Option(
            names = "--messages",
            defaultValue = "50",
            description = "How many messages per second are due (default: ${DEFAULT-VALUE}).")
    private double messages = 50;

    Figure measure(Workloads workloads) throws InterruptedException {
        return workloads.delivery(new Pace.Open(messages), subscribers, audience);
    }
}
