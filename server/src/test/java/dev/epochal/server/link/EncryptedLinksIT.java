package dev.epochal.server.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.embedded.Durability;
import dev.epochal.embedded.EmbeddedPostgres;
import dev.epochal.embedded.PostgresSettings;
import dev.epochal.projections.cache.RedisMemory;
import dev.epochal.projections.database.ConnectionPool;
import dev.epochal.projections.database.PoolSettings;
import dev.epochal.projections.database.Sql;
import dev.epochal.server.Eventually;
import dev.epochal.server.TestFolder;
import dev.epochal.server.setting.DatabaseAddress;
import dev.epochal.server.setting.DirectorySettings;
import dev.epochal.server.setting.Environment;
import dev.epochal.server.setting.LogAddress;
import dev.epochal.testkit.tls.SelfSigned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// PostgreSQL, Redis and Kafka are spoken to over TLS as docs/operations.md tells to set it, and not at all where
/// another shows its certificate than one that is trusted.
@DisplayNameGeneration(ReplaceUnderscores.class)
class EncryptedLinksIT {
    private final SelfSigned server = SelfSigned.make();
    private final SelfSigned stranger = SelfSigned.make();

    @TempDir
    Path folder;

    private Path trusted;
    private Path wrong;

    @BeforeEach
    void write() throws IOException {
        trusted = Files.writeString(folder.resolve("trusted.pem"), server.certificatePem());
        wrong = Files.writeString(folder.resolve("wrong.pem"), stranger.certificatePem());
    }

    @Test
    void postgres_shows_a_certificate_that_is_trusted_or_is_not_spoken_to() throws IOException {
        var data = TestFolder.absent("postgres-tls");
        try (var postgres = EmbeddedPostgres.start(PostgresSettings.of(data, Durability.OS), _ -> {})) {
            encrypt(configuration(data));
            postgres.restart();
            assertThat(isEncrypted(postgres, trusted)).isTrue();
            assertThatThrownBy(() -> isEncrypted(postgres, wrong))
                    .isInstanceOf(DataAccessException.class)
                    .hasStackTraceContaining("SSLHandshakeException");
        }
    }

    private static Path configuration(Path data) throws IOException {
        try (var files = Files.walk(data)) {
            return files.filter(file -> file.endsWith("postgresql.conf"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /// The database's own user must have the key, and nobody else.
    private void encrypt(Path configuration) throws IOException {
        var certificate = configuration.resolveSibling("server.crt");
        var key = configuration.resolveSibling("server.key");
        Files.writeString(certificate, server.certificatePem());
        Files.writeString(key, server.keyPem());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        var owner = Files.getOwner(configuration);
        Files.setOwner(certificate, owner);
        Files.setOwner(key, owner);
        Files.writeString(configuration, "\nssl = on\n", StandardOpenOption.APPEND);
    }

    private static boolean isEncrypted(EmbeddedPostgres postgres, Path authorities) {
        var url = postgres.jdbcUrl().replace("jdbc:", "") + "?sslmode=verify-full&sslrootcert=" + authorities;
        var address = DatabaseAddress.of(url, Optional.of(postgres.user()), Optional.of(postgres.password()));
        var settings = new PoolSettings(address.jdbcUrl(), address.user(), address.password(), 1);
        try (var pool = ConnectionPool.open(settings)) {
            return Sql.over(pool)
                    .fetchSingle("select ssl from pg_stat_ssl where pid = pg_backend_pid()")
                    .get(0, Boolean.class);
        }
    }

    @Test
    void redis_shows_a_certificate_that_is_trusted_or_is_not_spoken_to() throws IOException {
        try (var redis = new FakeRedis(server.server())) {
            try (var memory = memory(redis, wrong)) {
                assertThat(memory.isWell()).isFalse();
                assertThat(redis.asked()).isZero();
            }
            try (var memory = memory(redis, trusted)) {
                // It waits for no more than moments each time, which may be too short at first.
                Eventually.holds("Redis is spoken to", memory::isWell);
            }
        }
    }

    private static RedisMemory memory(FakeRedis redis, Path authorities) {
        var environment = new Environment(Map.of(
                "REDIS_URL",
                "rediss://localhost:" + redis.port(),
                "REDIS_PASSWORD",
                "a password",
                "REDIS_TRUSTED_CERTIFICATES_FILE",
                authorities.toString()));
        return RedisMemory.at(DirectorySettings.of(environment).redis().orElseThrow());
    }

    @Test
    void kafka_shows_a_certificate_that_is_trusted_or_is_not_spoken_to() throws Exception {
        try (var broker = new TlsBroker(TestFolder.absent("broker-tls"), server)) {
            assertThat(clusterId(broker, trusted)).isNotEmpty();
            assertThatThrownBy(() -> clusterId(broker, wrong)).hasCauseInstanceOf(SslAuthenticationException.class);
        }
    }

    private String clusterId(TlsBroker broker, Path authorities) throws IOException, ExecutionException {
        var properties = Files.writeString(
                folder.resolve("client.properties"),
                "security.protocol=SSL\nssl.truststore.type=PEM\nssl.truststore.location=" + authorities + "\n");
        var environment = new Environment(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                "127.0.0.1:" + broker.port(),
                "KAFKA_CLIENT_PROPERTIES",
                properties.toString()));
        try (var admin = Admin.create(
                new HashMap<>(LogAddress.of(environment).orElseThrow().connection()))) {
            return admin.describeCluster().clusterId().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
