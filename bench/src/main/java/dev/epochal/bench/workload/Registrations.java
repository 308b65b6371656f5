package dev.epochal.bench.workload;

import dev.epochal.bench.load.AnswerCheck;
import dev.epochal.bench.load.Lane;
import dev.epochal.bench.load.LoadRun;
import dev.epochal.bench.traffic.GroupTraffic;
import dev.epochal.bench.traffic.Registration;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Registers the clients of a traffic, which nobody would believe otherwise.
final class Registrations {
    private static final int SENT_AT_ONCE = 32;

    private Registrations() {}

    static void send(Bench bench, List<Registration> registrations) throws InterruptedException {
        bench.progress().accept("registering %,d clients".formatted(registrations.size()));
        var lanes = registrations.stream()
                .map(registration -> Lane.ordered(List.of(bench.target()
                        .requestsOf(registration.user())
                        .put(
                                "/v1/clients/" + GroupTraffic.CLIENT,
                                registration.json().getBytes(StandardCharsets.UTF_8)))))
                .toList();
        LoadRun.sendAll(bench.connections(), lanes, AnswerCheck.status(200), SENT_AT_ONCE);
    }
}
