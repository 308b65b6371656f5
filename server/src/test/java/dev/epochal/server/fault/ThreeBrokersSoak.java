package dev.epochal.server.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three brokers with three copies of each record, of which one is killed, one is slow, and two are lost.
///
/// Run by `./epochal brokers`: `epochal.brokers.rounds` is how often.
class ThreeBrokersSoak {
    private static final int WRITERS = 4;
    private static final int ROUNDS = Integer.getInteger("epochal.brokers.rounds", 2);
    private static final int UNDECIDED = 6;
    private static final int BREATHS = 3;
    private static final long SEED = 1;
    private static final Duration PAUSE_MAX = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private final Processes processes = new Processes();

    @Test
    void nothing_acknowledged_is_lost_and_nothing_stays_undecided_whichever_brokers_fail() throws Exception {
        var brokers = new BrokerTrio(folder);
        try (var site = new Site(folder, brokers);
                processes) {
            processes.start(site, "processor", "processor", "projections", "api", "api");
            var writers = Writers.towards(processes.with("api"), site.tokens());
            writers.start(WRITERS, SEED);
            for (int round = 0; round < ROUNDS; round++) {
                loseALeader(brokers, writers);
                loseOneWhileAnotherIsSlow(brokers, writers);
                loseTwo(brokers, writers);
            }
            writers.stop();
            Aftermath.verify(site, writers);
            writers.close();
        }
    }

    private static void loseALeader(BrokerTrio brokers, Writers writers) throws InterruptedException {
        writers.awaitProgress("before a leader is killed");
        int leader = brokers.leader();
        try (var pause = PauseWatch.begin(writers)) {
            brokers.kill(leader);
            writers.awaitProgress("after a leader was killed");
            System.out.println("brokers: a leader was killed, nothing was acknowledged for "
                    + pause.longest().toMillis() + " ms");
            assertThat(pause.longest()).isLessThan(PAUSE_MAX);
        }
        brokers.restart(leader);
    }

    private static void loseOneWhileAnotherIsSlow(BrokerTrio brokers, Writers writers) throws InterruptedException {
        writers.awaitProgress("before one is killed and another is slow");
        int killed = brokers.leader();
        brokers.kill(killed);
        try (var pause = PauseWatch.begin(writers);
                var _ = Stutter.of(brokers.pid((killed + 1) % BrokerTrio.SIZE))) {
            for (int i = 0; i < BREATHS; i++) {
                writers.awaitProgress("while one is down and another is slow");
            }
            System.out.println("brokers: one is down and another is slow, nothing was acknowledged for at most "
                    + pause.longest().toMillis() + " ms");
        }
        brokers.restart(killed);
    }

    private void loseTwo(BrokerTrio brokers, Writers writers) throws Exception {
        writers.awaitProgress("before two are killed");
        var api = processes.with("api").findFirst().orElseThrow().uri();
        var undecided = new UndecidedCommits(writers, api, UNDECIDED);
        int left = brokers.leader();
        int one = (left + 1) % BrokerTrio.SIZE;
        int other = (left + 2) % BrokerTrio.SIZE;
        brokers.kill(one);
        brokers.kill(other);
        undecided.submit();
        undecided.read();
        brokers.restart(one, other);
        processes.awaitHealthy();
        writers.awaitProgress("after two were killed");
        undecided.resolve();
    }
}
