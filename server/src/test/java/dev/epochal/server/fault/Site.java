package dev.epochal.server.fault;

import static java.util.Map.entry;

import dev.epochal.embedded.Durability;
import dev.epochal.embedded.EmbeddedPostgres;
import dev.epochal.embedded.PostgresSettings;
import dev.epochal.projections.database.ConnectionPool;
import dev.epochal.projections.database.PoolSettings;
import dev.epochal.server.Eventually;
import dev.epochal.testkit.DevelopmentTokens;
import dev.epochal.testkit.redis.RedisProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/// Brokers, a database and a Redis of their own, which the roles find as they find those of production: by the
/// environment.
final class Site implements AutoCloseable {
    private static final int SECRET_OCTETS = 32;
    private static final int PARTITIONS = 4;

    /// How much of what was written a database forgets that is put back.
    private static final Duration FORGOTTEN = Duration.ofSeconds(5);

    private final Path folder;
    private final Brokers brokers;
    private final EmbeddedPostgres postgres;
    private final RedisProcess redis;
    private final String secret = newSecret();

    /// @param brokers closed with the site
    Site(Path folder, Brokers brokers) {
        this.folder = folder;
        this.brokers = brokers;
        this.postgres =
                EmbeddedPostgres.start(PostgresSettings.of(folder.resolve("postgres"), Durability.FSYNC), line -> {});
        this.redis = RedisProcess.start(folder.resolve("redis"));
        System.out.println("Redis beside the roles: " + redis.version());
    }

    private static String newSecret() {
        var octets = new byte[SECRET_OCTETS];
        new SecureRandom().nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }

    /// Starts a process with these roles. It may not be ready yet.
    RoleProcess start(String roles) {
        return new RoleProcess(roles, folder.resolve(roles), environment());
    }

    private Map<String, String> environment() {
        return Map.ofEntries(
                entry("DATABASE_URL", postgres.jdbcUrl()),
                entry("DATABASE_USER", postgres.user()),
                entry("DATABASE_PASSWORD", postgres.password()),
                entry("DATABASE_CONNECTIONS", "6"),
                entry("KAFKA_BOOTSTRAP_SERVERS", brokers.bootstrapServers()),
                entry("KAFKA_PARTITIONS", Integer.toString(PARTITIONS)),
                entry("KAFKA_REPLICATION_FACTOR", Integer.toString(brokers.copies())),
                entry("KAFKA_MIN_INSYNC_REPLICAS", Integer.toString(brokers.copiesMin())),
                entry("REDIS_URL", redis.uri().toString()),
                entry("REDIS_PASSWORD", RedisProcess.PASSWORD),
                entry("JWT_SECRET", secret),
                entry("SERVER_HOST", "127.0.0.1"));
    }

    DevelopmentTokens tokens() {
        return new DevelopmentTokens(secret);
    }

    Map<String, Object> connection() {
        return Map.of("bootstrap.servers", brokers.bootstrapServers());
    }

    /// What to do to Redis. It takes no time but that in which the roles find it again.
    List<Fault> cacheFaults() {
        return List.of(
                new Fault("empty Redis", () -> {
                    awaitUseOfRedis();
                    redis.administer("FLUSHALL");
                    awaitUseOfRedis();
                }),
                new Fault("kill Redis and start it with what it had saved", () -> {
                    awaitUseOfRedis();
                    redis.administer("SAVE");
                    redis.kill();
                    redis.startAgain();
                    int old = redis.size();
                    Eventually.holds("Redis is used again", () -> redis.size() > old + 1);
                }));
    }

    /// Until some role has kept something there, beside the mark of its era.
    private void awaitUseOfRedis() {
        Eventually.holds("Redis is used", () -> redis.size() > 1);
    }

    /// What to do to the brokers and to the database.
    List<Fault> faults() {
        var faults = new ArrayList<>(brokers.faults());
        faults.add(new Fault("kill the database", () -> {
            postgres.kill();
            postgres.restart();
        }));
        return faults;
    }

    /// What else can be done to them, for longer runs.
    List<Fault> moreFaults() {
        var faults = new ArrayList<>(brokers.moreFaults());
        faults.addAll(cacheFaults());
        faults.add(new Fault("freeze Redis", () -> Frozen.process(redis.pid())));
        faults.add(new Fault("freeze the database", () -> Frozen.process(postgres.pid())));
        faults.add(new Fault("put the database back to an older state", this::putBack));
        faults.add(new Fault("force two owners on each partition", new Twin(connection(), PARTITIONS)::interfere));
        return faults;
    }

    private void putBack() throws InterruptedException {
        var data = folder.resolve("postgres");
        var older = folder.resolve("postgres-older");
        postgres.stop();
        copy(data, older);
        postgres.restart();
        Thread.sleep(FORGOTTEN);
        postgres.stop();
        copy(older, data);
        postgres.restart();
    }

    /// With owners and permissions, which the database insists on.
    private static void copy(Path from, Path to) throws InterruptedException {
        try {
            var command = List.of("sh", "-c", "rm -rf \"$1\" && cp -a \"$0\" \"$1\"", from.toString(), to.toString());
            int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (exit != 0) {
                throw new AssertionError(from + " could not be copied to " + to);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs something on the read model.
    void onDatabase(DatabaseWork work) {
        var settings = new PoolSettings(postgres.jdbcUrl(), postgres.user(), postgres.password(), 4);
        try (var pool = ConnectionPool.open(settings)) {
            work.on(pool, settings);
        }
    }

    interface DatabaseWork {
        void on(DataSource database, PoolSettings settings);
    }

    @Override
    public void close() {
        brokers.close();
        postgres.close();
        redis.close();
    }
}
