package dev.epochal.server.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.projections.database.CanonicalDump;
import dev.epochal.projections.project.ProjectionsSettings;
import dev.epochal.projections.project.Rebuild;
import dev.epochal.server.Chain;
import dev.epochal.server.Eventually;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every role more than once, each a process of its own, while parts of them are killed, frozen and replaced.
///
/// `epochal.faults.rounds` is the number of faults and `epochal.faults.seed` their order; a longer run is
/// `./epochal faults`.
class RolesIT {
    private static final int WRITERS = 4;
    private static final int ROUNDS = Integer.getInteger("epochal.faults.rounds", 3);
    private static final long SEED = Long.getLong("epochal.faults.seed", 1);

    @TempDir
    private Path folder;

    private final List<RoleProcess> processes = new ArrayList<>();
    private int rounds;

    @Test
    @Tag("S32")
    void nothing_acknowledged_is_lost_or_doubled_whatever_part_fails() throws Exception {
        try (var site = new Site(folder)) {
            try {
                start(site);
                var writers = writers(site);
                writers.start(WRITERS, SEED);
                inflict(site, writers);
                writers.stop();
                verify(site, writers);
                writers.close();
            } finally {
                processes.forEach(RoleProcess::close);
            }
        }
    }

    /// The first one prepares topics and schema, the others come together.
    private void start(Site site) {
        processes.add(site.start("processor"));
        processes.getFirst().awaitHealthy();
        Stream.of("processor", "processor", "projections", "projections", "api", "api")
                .map(site::start)
                .forEach(processes::add);
        processes.forEach(RoleProcess::awaitHealthy);
    }

    private Writers writers(Site site) {
        return new Writers(with("api").map(RoleProcess::uri).toList(), site.tokens());
    }

    private Stream<RoleProcess> with(String role) {
        return processes.stream().filter(each -> each.roles().equals(role));
    }

    private void inflict(Site site, Writers writers) throws InterruptedException {
        var random = new Random(SEED);
        var faults = new ArrayList<Fault>();
        for (rounds = 0; rounds < ROUNDS; rounds++) {
            if (faults.isEmpty()) {
                faults.addAll(faults(site, random));
                Collections.shuffle(faults, random);
            }
            inflict(faults.removeLast(), writers);
        }
    }

    /// The first ones are those that each build can wait for.
    private List<Fault> faults(Site site, Random random) {
        var faults = new ArrayList<>(site.faults());
        if (rounds > 0) {
            faults.addAll(site.moreFaults());
            faults.add(new Fault("freeze the projections", any("projections", random)::freeze));
            faults.add(new Fault("freeze the interface", any("api", random)::freeze));
        }
        for (var role : List.of("processor", "projections", "api")) {
            faults.add(new Fault("kill a process with role " + role, any(role, random)::killAndRestart));
        }
        faults.add(new Fault("freeze a processor", any("processor", random)::freeze));
        faults.add(new Fault("replace a processor", any("processor", random)::stopAndRestart));
        return faults;
    }

    private RoleProcess any(String role, Random random) {
        var candidates = with(role).toList();
        return candidates.get(random.nextInt(candidates.size()));
    }

    /// After each fault all is well again by itself: every process is healthy and the writers go on.
    private void inflict(Fault fault, Writers writers) throws InterruptedException {
        awaitProgress(writers, fault.name() + ", before");
        fault.deed().happen();
        processes.forEach(RoleProcess::awaitHealthy);
        awaitProgress(writers, fault.name() + ", after");
        System.out.println(fault.name() + ": " + writers.acknowledgements() + " acknowledged so far, "
                + writers.unresolved() + " stories cut");
    }

    private static void awaitProgress(Writers writers, String when) {
        int before = writers.acknowledgements();
        Eventually.holds("the writers go on: " + when, () -> {
            assertThat(writers.failures()).isEmpty();
            return writers.acknowledgements() >= before + 3 * WRITERS;
        });
    }

    private void verify(Site site, Writers writers) throws Exception {
        assertThat(writers.failures()).isEmpty();
        assertThat(writers.ended()).isNotEmpty().allSatisfy(pair -> verifyMembers(pair, head(pair, writers)));
        var log = FinalLog.read(site.connection());
        log.verify();
        for (var told : writers.told()) {
            var event = log.group(ByteString.copyFrom(told.groupId().toArray()))
                    .get(Math.toIntExact(told.receipt().seq()));
            assertThat(event.getHeader().getLeafHash().toByteArray())
                    .as("seq %s of %s", told.receipt().seq(), told.groupId())
                    .isEqualTo(told.receipt().head().toArray());
        }
        verifyRows(site);
        System.out.println(writers.acknowledgements() + " acknowledgements, " + log.events() + " events in "
                + log.groups() + " groups, " + writers.unresolved() + " stories cut by a fault");
    }

    private static long head(Writers.Pair pair, Writers writers) {
        return writers.told().stream()
                .filter(told -> told.groupId().equals(pair.groupId()))
                .mapToLong(told -> told.receipt().seq())
                .max()
                .orElseThrow();
    }

    /// Both members reach the same epoch by what the server serves, and its history checks.
    private static void verifyMembers(Writers.Pair pair, long head) {
        var one = pair.one().group(pair.groupId());
        var other = pair.other().group(pair.groupId());
        one.syncTo(head);
        other.syncTo(head);
        assertThat(one.group().epochAuthenticator()).isEqualTo(other.group().epochAuthenticator());
        Chain.verify(pair.one().http().follow(pair.groupId(), 0).readTo(head));
    }

    /// The rows are what the log says: a rebuild changes nothing.
    private void verifyRows(Site site) {
        with("projections").forEach(RoleProcess::close);
        site.onDatabase(database -> {
            var before = CanonicalDump.hashes(database);
            Rebuild.run(ProjectionsSettings.of(site.connection()), database, (_, _, _) -> {});
            assertThat(CanonicalDump.hashes(database)).isEqualTo(before);
        });
    }
}
