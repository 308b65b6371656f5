package dev.epochal.server;

import com.zaxxer.hikari.HikariDataSource;
import dev.epochal.client.Octets;
import dev.epochal.embedded.Durability;
import dev.epochal.embedded.EmbeddedPostgres;
import dev.epochal.embedded.PostgresSettings;
import dev.epochal.projections.database.ConnectionPool;
import dev.epochal.projections.database.PoolSettings;
import dev.epochal.projections.database.Sql;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/// The data folder of a server that doesn't run, and what a test does to it.
///
/// @param path where it is
public record StoppedFolder(Path path) {
    private static final int PARTITIONS = 4;

    /// The folder after a short story: alice creates a group, adds bob, says something and commits again. Carol, who
    /// only publishes KeyPackages, and alice are on bob's partition of the directory.
    public static StoppedFolder withStory(String name) {
        return withStories(name, List.of(RunningServer.newGroupId()));
    }

    /// The folder after that story in each of these groups.
    public static StoppedFolder withStories(String name, List<Octets> groupIds) {
        var data = TestFolder.absent(name);
        try (var server = RunningServer.start(data)) {
            var bob = tell(server, groupIds);
            server.client(neighbourOf("carol", bob), "tablet").publishKeyPackages(1);
        }
        return new StoppedFolder(data);
    }

    /// Ids of groups that share a partition of the log.
    public static List<Octets> neighbours(int count) {
        var first = partition(RunningServer.newGroupId().toArray());
        return Stream.generate(RunningServer::newGroupId)
                .filter(groupId -> partition(groupId.toArray()) == first)
                .limit(count)
                .toList();
    }

    private static String neighbourOf(String name, String user) {
        return Stream.generate(() -> RunningServer.newUser(name))
                .filter(other -> partition(other) == partition(user))
                .findFirst()
                .orElseThrow();
    }

    private static int partition(String user) {
        return partition(user.getBytes(StandardCharsets.UTF_8));
    }

    private static int partition(byte[] key) {
        return BuiltInPartitioner.partitionForKey(key, PARTITIONS);
    }

    static void tell(RunningServer server) {
        tell(server, List.of(RunningServer.newGroupId()));
    }

    /// @return the user who was added
    private static String tell(RunningServer server, List<Octets> groupIds) {
        var bob = server.client(RunningServer.newUser("bob"), "phone");
        var alice = server.client(neighbourOf("alice", bob.identity().user()), "laptop");
        bob.publishKeyPackages(groupIds.size() + 2);
        for (var groupId : groupIds) {
            alice.createGroup(groupId);
            alice.invite(groupId, List.of(bob.identity().user()));
            alice.group(groupId).send("Hello.");
            var last = alice.update(groupId).receipt();
            Eventually.holds(
                    "the story is projected",
                    () -> alice.http().group(groupId, last.seq()).epoch() == last.epoch());
        }
        return bob.identity().user();
    }

    /// Deletes the log; the next server would begin an empty one.
    void loseLog() {
        TestFolder.delete(path.resolve("broker"));
    }

    /// Runs statements on the embedded database.
    void sql(String... statements) {
        var settings = PostgresSettings.of(path.resolve("postgres"), Durability.OS);
        try (var postgres = EmbeddedPostgres.start(settings, _ -> {});
                HikariDataSource pool = ConnectionPool.open(
                        new PoolSettings(postgres.jdbcUrl(), postgres.user(), postgres.password(), 1))) {
            for (String statement : statements) {
                if (Sql.over(pool).execute(statement) < 1) {
                    throw new AssertionError("It changed nothing: " + statement);
                }
            }
        }
    }
}
