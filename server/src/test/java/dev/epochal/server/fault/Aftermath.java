package dev.epochal.server.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.projections.database.Sql;
import dev.epochal.projections.read.ReadPositions;
import dev.epochal.schema.log.Topic;
import dev.epochal.server.Chain;
import dev.epochal.server.Eventually;
import dev.epochal.server.fsck.Fsck;
import java.util.List;

/// What has to hold once everything is quiet.
final class Aftermath {
    private static final List<Topic> EVENTS = List.of(Topic.PAYLOAD_KEYS, Topic.GROUP_EVENTS, Topic.DIRECTORY_EVENTS);
    private static final int THREADS = 2;
    private static final long STATES_BYTES_MAX = 64 << 20;

    private Aftermath() {}

    /// Compares what the writers were told, what the members know, the log and the rows.
    static void verify(Site site, Writers writers) throws Exception {
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

    /// The rows are what the log says, once all of it is projected. What a fault left undecided may still be decided
    /// when the writers have ended, so the log may be ahead at first.
    private static void verifyRows(Site site) {
        site.onDatabase((database, settings) -> {
            var positions = ReadPositions.in(Sql.over(database));
            EVENTS.forEach(topic -> FinalLog.ends(site.connection(), topic)
                    .forEach((partition, end) -> Eventually.holds(
                            partition + " is projected up to " + end,
                            () -> positions.nextOffset(topic, partition.partition()) >= end)));
            var report = Fsck.run(
                    new Fsck.Site(site.connection(), database, settings),
                    new Fsck.Settings(true, THREADS, STATES_BYTES_MAX),
                    (_, _, _) -> {});
            assertThat(report.isClean()).as(report.toString()).isTrue();
            assertThat(report.rows().compared()).isPositive();
        });
    }
}
