package dev.epochal.server.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.projections.database.CanonicalDump;
import dev.epochal.projections.project.ProjectionsSettings;
import dev.epochal.projections.project.Rebuild;
import dev.epochal.server.Chain;

/// What has to hold once everything is quiet.
final class Aftermath {
    private Aftermath() {}

    /// Compares what the writers were told, what the members know, the log and the rows.
    static void verify(Site site, Processes processes, Writers writers) throws Exception {
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
        verifyRows(site, processes);
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
    private static void verifyRows(Site site, Processes processes) {
        processes.with("projections").forEach(RoleProcess::close);
        site.onDatabase(database -> {
            var before = CanonicalDump.hashes(database);
            Rebuild.run(ProjectionsSettings.of(site.connection()), database, (_, _, _) -> {});
            assertThat(CanonicalDump.hashes(database)).isEqualTo(before);
        });
    }
}
