package dev.epochal.server;

import static dev.epochal.schema.sql.Tables.PROJECTION_POSITION;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.client.ClientSettings;
import dev.epochal.client.EpochalClient;
import dev.epochal.client.GroupEvent;
import dev.epochal.client.Octets;
import dev.epochal.embedded.Durability;
import dev.epochal.projections.database.CanonicalDump;
import dev.epochal.projections.database.ConnectionPool;
import dev.epochal.projections.database.PoolSettings;
import dev.epochal.projections.database.Sql;
import dev.epochal.projections.project.ProjectionsSettings;
import dev.epochal.projections.project.Rebuild;
import dev.epochal.schema.log.Topic;
import dev.epochal.server.audit.HistoryAudit;
import dev.epochal.server.audit.Witnesses;
import dev.epochal.server.backing.Backing;
import dev.epochal.server.backing.EmbeddedBacking;
import dev.epochal.server.folder.DataFolder;
import dev.epochal.testkit.MlsClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/// Nothing that was acknowledged is lost, however the server ends.
///
/// `epochal.restart.kills` is how often it is killed; a longer run is `./epochal faults`.
class RestartIT {
    private static final int GROUPS = 3;
    private static final int KILLS = Integer.getInteger("epochal.restart.kills", 2);
    private static final int ACKNOWLEDGED_BEFORE_A_KILL = 10;
    private static final int KILL_DELAY_MILLIS_MAX = 1500;
    private static final int SIGTERM_EXIT_CODE = 128 + 15;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration TOKEN_VALIDITY = Duration.ofHours(2);

    private final Path data = TestFolder.absent("restart");

    private final List<Writer> writers = new ArrayList<>();

    @Test
    void kills_at_any_moment_lose_nothing_acknowledged_and_leave_rows_as_the_log_says() throws Exception {
        var server = RunningServer.start(data);
        int port = server.uri().getPort();
        try (var http = EpochalClient.connect(ClientSettings.of(server.uri()).withAttempts(40), () -> "");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < GROUPS; i++) {
                addWriters(server, http);
            }
            var running = writers.stream().<Future<?>>map(threads::submit).toList();
            server = killAgainAndAgain(server, port);
            awaitAcknowledged(acknowledged() + ACKNOWLEDGED_BEFORE_A_KILL);
            stopWriters(running, threads);
            for (int i = 0; i < writers.size(); i += 2) {
                assertHistory(writers.get(i), writers.get(i + 1));
            }
            assertSameGroups();
            assertAudited(server);
            System.out.println(KILLS + " kills, " + acknowledged() + " acknowledged, none lost");
        } finally {
            writers.forEach(Writer::stop);
            server.close();
        }
        assertRowsAsTheLogSays();
    }

    @Test
    void a_stop_that_was_asked_for_ends_in_time_and_leaves_no_process_behind() throws Exception {
        Octets groupId = RunningServer.newGroupId();
        String user = RunningServer.newUser("alice");
        try (var server = RunningServer.start(data)) {
            var alice = server.client(user, "phone");
            alice.publishKeyPackages(1);
            alice.createGroup(groupId);

            var family = server.process().handle().descendants().toList();
            assertThat(family).hasSizeGreaterThanOrEqualTo(2);
            server.process().handle().destroy();

            var end = server.process().handle().onExit();
            assertThat(end.get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS).isAlive())
                    .isFalse();
            assertThat(server.process().awaitExit()).isEqualTo(SIGTERM_EXIT_CODE);
            Eventually.holds(
                    "broker and database have ended", () -> family.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(server.lines()).containsSubsequence("Stopping", "Stopped");
        }
        try (var again = RunningServer.start(data)) {
            var alice = again.client(user, "phone");
            assertThat(alice.http().groups())
                    .extracting(group -> group.groupId())
                    .containsExactly(groupId);
        }
    }

    /// A group of two who both write, so that they race for its epochs as well.
    private void addWriters(RunningServer server, EpochalClient http) {
        var groupId = RunningServer.newGroupId();
        var alice = client(server, http, "alice");
        var bob = client(server, http, "bob");
        bob.publishKeyPackages(1);
        alice.publishKeyPackages(1);
        alice.createGroup(groupId);
        alice.invite(groupId, List.of(bob.identity().user()));
        assertThat(bob.acceptWelcomes(PATIENCE)).containsExactly(groupId);
        writers.add(new Writer(alice, groupId));
        writers.add(new Writer(bob, groupId));
    }

    private static MlsClient client(RunningServer server, EpochalClient http, String name) {
        var user = RunningServer.newUser(name);
        var token = server.tokens().token(user, "phone", TOKEN_VALIDITY);
        return MlsClient.create(http, user, "phone", () -> token);
    }

    private RunningServer killAgainAndAgain(RunningServer first, int port) throws InterruptedException {
        var random = random();
        var server = first;
        for (int kill = 0; kill < KILLS; kill++) {
            awaitAcknowledged(acknowledged() + ACKNOWLEDGED_BEFORE_A_KILL);
            Thread.sleep(random.nextInt(KILL_DELAY_MILLIS_MAX));
            server.process().kill();
            server.close();
            server = RunningServer.start(data, port);
        }
        return server;
    }

    /// Tells its seed, so that the moments of a failure can be had again.
    private static RandomGenerator random() {
        long seed = System.nanoTime();
        System.out.println("RestartIT's seed is " + seed);
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private int acknowledged() {
        return writers.stream().mapToInt(writer -> writer.receipts().size()).sum();
    }

    private void awaitAcknowledged(int count) {
        Eventually.holds(count + " acknowledged writes", () -> acknowledged() >= count);
    }

    private void stopWriters(List<Future<?>> running, ExecutorService threads) throws Exception {
        writers.forEach(Writer::stop);
        threads.shutdown();
        for (var each : running) {
            each.get();
        }
    }

    /// Only who created the group may read it from its first event on.
    private static void assertHistory(Writer creator, Writer member) {
        var receipts = new ArrayList<>(creator.receipts());
        receipts.addAll(member.receipts());
        long last = receipts.stream().mapToLong(receipt -> receipt.seq()).max().orElseThrow();
        var reader = creator.client().http().follow(creator.groupId(), 0);
        var events = new ArrayList<>(reader.readTo(last));
        events.addAll(reader.drain());
        Chain.verify(events);
        Chain.verifyReceipts(receipts, events);
        assertThat(receipts).extracting(receipt -> receipt.seq()).doesNotHaveDuplicates();
        assertThat(events.stream().filter(GroupEvent.MessageAccepted.class::isInstance))
                .extracting(event -> ((GroupEvent.MessageAccepted) event).message())
                .doesNotHaveDuplicates();
    }

    /// Both members of each group have come to the same epoch.
    private void assertSameGroups() {
        for (int i = 0; i < writers.size(); i += 2) {
            var one = writers.get(i).client().group(writers.get(i).groupId());
            var other = writers.get(i + 1).client().group(writers.get(i).groupId());
            long last = Math.max(
                    writers.get(i).receipts().getLast().seq(),
                    writers.get(i + 1).receipts().getLast().seq());
            one.syncTo(last);
            other.syncTo(last);
            one.sync(Duration.ZERO);
            other.sync(Duration.ZERO);
            assertThat(one.group().epochAuthenticator()).isEqualTo(other.group().epochAuthenticator());
        }
    }

    /// Whoever audits what the server exports needn't know that it was killed.
    private void assertAudited(RunningServer server) throws IOException {
        var options = new HistoryAudit.Options(Optional.empty(), List.of(), OptionalLong.empty(), Witnesses.NONE);
        for (int i = 0; i < writers.size(); i += 2) {
            var groupId = writers.get(i).groupId();
            var auditor = server.http().withToken(() -> server.auditorToken(groupId));
            try (var history = auditor.history(groupId)) {
                var report = HistoryAudit.run(history, options, _ -> {}).report();
                assertThat(report.isIntact()).as(report.toString()).isTrue();
                assertThat(report.state().epoch())
                        .isEqualTo(
                                writers.get(i).client().group(groupId).group().epoch());
            }
        }
    }

    /// Derives all rows from the log again, up to where the server has derived them.
    private void assertRowsAsTheLogSays() throws IOException {
        try (var folder = DataFolder.open(data);
                var backing = EmbeddedBacking.start(folder, Durability.FSYNC, new Silently(), _ -> {});
                var pool = ConnectionPool.open(pool(backing.addresses()))) {
            var derived = CanonicalDump.hashes(pool);
            var rebuilt = Rebuild.upTo(
                    positions(pool),
                    ProjectionsSettings.of(backing.addresses().log().connection()),
                    pool,
                    (_, _, _) -> {});
            assertThat(rebuilt.haltedKeys()).isZero();
            assertThat(rebuilt.records()).isGreaterThan(acknowledged());
            assertThat(CanonicalDump.hashes(pool)).isEqualTo(derived);
        }
    }

    private static PoolSettings pool(Backing backing) {
        var database = backing.database();
        return new PoolSettings(database.jdbcUrl(), database.user(), database.password(), 4);
    }

    private static Map<TopicPartition, Long> positions(DataSource pool) {
        return Sql.over(pool).selectFrom(PROJECTION_POSITION).fetch().stream()
                .filter(row -> !row.getTopic().equals(Topic.VERDICTS.topicName()))
                .collect(toMap(
                        row -> new TopicPartition(row.getTopic(), row.getLogPartition()), row -> row.getNextOffset()));
    }

    /// Starts a part and tells nobody.
    private static final class Silently implements EmbeddedBacking.Starting {
        @Override
        public <T> T start(String name, Supplier<T> work) {
            return work.get();
        }
    }
}
