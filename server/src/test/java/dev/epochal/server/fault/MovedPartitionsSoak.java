package dev.epochal.server.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// For how long groups are not decided whose processor is killed, replaced, or joined by another.
///
/// Run by `./epochal moves`: `epochal.moves.rounds` is how often each of it happens.
class MovedPartitionsSoak {
    private static final int GROUPS = 12;
    private static final int ROUNDS = Integer.getInteger("epochal.moves.rounds", 5);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(3);
    private static final long SEED = 1;

    @TempDir
    private Path folder;

    private final Processes processes = new Processes();

    @Test
    void a_partition_that_moves_is_decided_again_in_less_than_three_seconds() throws Exception {
        var killed = new ArrayList<Duration>();
        var stopped = new ArrayList<Duration>();
        var joined = new ArrayList<Duration>();
        try (var site = new Site(folder, new LoneBroker(folder.resolve("broker")));
                processes) {
            processes.start(site, "processor", "processor", "processor", "projections", "api");
            var api = processes.with("api").findFirst().orElseThrow().uri();
            var random = new Random(SEED);
            try (var pauses = GroupPauses.begin(api, site.tokens(), GROUPS)) {
                for (int round = 0; round < ROUNDS; round++) {
                    var one = processes.any("processor", random);
                    killed.add(pauses.longestDuring(new Fault("a processor is killed", one::kill)));
                    joined.add(pauses.longestDuring(new Fault("a processor joins", one::restart)));
                    var other = processes.any("processor", random);
                    stopped.add(pauses.longestDuring(new Fault("a processor is stopped", other::stop)));
                    joined.add(pauses.longestDuring(new Fault("a processor joins", other::restart)));
                }
            }
        }
        tell("killed", killed);
        tell("stopped", stopped);
        tell("joined by another", joined);
        assertThat(killed).as("killed").allMatch(MovedPartitionsSoak::isShort);
        assertThat(stopped).as("stopped").allMatch(MovedPartitionsSoak::isShort);
        assertThat(joined).as("joined").allMatch(MovedPartitionsSoak::isShort);
    }

    private static boolean isShort(Duration pause) {
        return pause.compareTo(PAUSE_MAX) < 0;
    }

    private static void tell(String what, List<Duration> pauses) {
        System.out.println("moves: a processor was " + what + " " + pauses.size()
                + " times, no group was acknowledged nothing for longer than "
                + Collections.max(pauses).toMillis() + " ms (each time: "
                + pauses.stream().map(Duration::toMillis).toList() + ")");
    }
}
