package dev.epochal.server.fault;

import dev.epochal.server.Eventually;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Every role more than once, each a process of its own, while parts of them are killed, frozen and replaced.
///
/// `epochal.faults.rounds` is the number of faults and `epochal.faults.seed` their order; a longer run is
/// `./epochal faults`. With `epochal.faults.only`, a regular expression, only those happen in whose
/// names it is found.
class RolesIT {
    private static final int WRITERS = 4;
    private static final int ROUNDS = Integer.getInteger("epochal.faults.rounds", 5);
    /// So many faults never last longer than one user's quota of claims.
    private static final int CLAIMED_FOR = 5;
    private static final long SEED = Long.getLong("epochal.faults.seed", 1);
    private static final Pattern ONLY = Pattern.compile(System.getProperty("epochal.faults.only", ""));

    /// What the broker has logged stays for those who look into a failure.
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private final Processes processes = new Processes();
    private int rounds;

    @Test
    @Tag("S32")
    void nothing_acknowledged_is_lost_or_doubled_whatever_part_fails() throws Exception {
        try (var site = new Site(folder, new LoneBroker(folder.resolve("broker")));
                processes) {
            processes.start(site, "processor", "processor", "processor", "projections", "projections", "api", "api");
            var writers = Writers.towards(processes.with("api"), site.tokens());
            var claims = Claims.from(processes.with("api"), site.tokens(), 2 + ROUNDS / CLAIMED_FOR);
            writers.start(WRITERS, SEED);
            claims.start();
            inflict(new Fault("nothing", () -> {}), writers);
            awaitWakeUps();
            inflict(site, writers);
            awaitWakeUps();
            claims.stopAndVerify();
            writers.stop();
            Aftermath.verify(site, writers);
            claims.close();
            writers.close();
        }
    }

    /// Each interface hears through Redis what the projections, which are processes of their own, have projected.
    private void awaitWakeUps() {
        Eventually.holds(
                "each interface hears wake-ups",
                () -> processes.with("api").allMatch(api -> api.counted("epochal_wakeups_heard_total") > 0));
    }

    private void inflict(Site site, Writers writers) throws InterruptedException {
        var random = new Random(SEED);
        var faults = new ArrayList<Fault>();
        for (rounds = 0; rounds < ROUNDS; rounds++) {
            if (faults.isEmpty()) {
                faults.addAll(faults(site, random));
                Collections.shuffle(faults, random);
                if (rounds == 0) {
                    faults.addAll(site.cacheFaults());
                }
                faults.removeIf(fault -> !ONLY.matcher(fault.name()).find());
            }
            inflict(faults.removeLast(), writers);
        }
    }

    /// The first ones are those that each build can wait for.
    private List<Fault> faults(Site site, Random random) {
        var faults = new ArrayList<>(site.faults());
        if (rounds > 0 || !ONLY.pattern().isEmpty()) {
            faults.addAll(site.moreFaults());
            faults.add(new Fault("freeze the projections", processes.any("projections", random)::freeze));
            faults.add(new Fault("freeze the interface", processes.any("api", random)::freeze));
        }
        for (var role : List.of("processor", "projections", "api")) {
            faults.add(new Fault("kill a process with role " + role, processes.any(role, random)::killAndRestart));
        }
        faults.add(new Fault("freeze a processor", processes.any("processor", random)::freeze));
        faults.add(new Fault("replace a processor", processes.any("processor", random)::stopAndRestart));
        return faults;
    }

    /// After each fault all is well again by itself: every process is healthy and the writers go on.
    private void inflict(Fault fault, Writers writers) throws InterruptedException {
        try {
            fault.deed().happen();
            processes.awaitHealthy();
            writers.awaitProgress(fault.name());
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + writers.stacks() + "\n" + processes.lastLines(), e);
        }
        System.out.println(fault.name() + ": " + writers.acknowledgements() + " acknowledged so far, "
                + writers.unresolved() + " stories cut");
    }
}
