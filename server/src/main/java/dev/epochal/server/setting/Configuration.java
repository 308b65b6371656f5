package dev.epochal.server.setting;

import dev.epochal.api.Encryption;
import dev.epochal.api.Protection;
import dev.epochal.embedded.Durability;
import dev.epochal.mls.credential.CertificateTrust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// All that the program is started with.
///
/// @param roles the parts that run in this process
/// @param listen where the interface listens
/// @param data the data folder; only the embedded default uses it
/// @param durability when the embedded log and database call something written
/// @param external what to stand on instead of the embedded default
/// @param trust whose tokens and certificates are believed
/// @param checkpoints what signs checkpoints; without a key the embedded default keeps one in its folder
/// @param size how much there is of what
/// @param directory how the directory is kept
/// @param traces where traces of requests go
public record Configuration(
        Set<Role> roles,
        Listen listen,
        Path data,
        Durability durability,
        Optional<External> external,
        Trust trust,
        CheckpointKeys checkpoints,
        Size size,
        DirectorySettings directory,
        TraceSettings traces) {
    public Configuration {
        roles = Set.copyOf(roles);
        if (external.isPresent() && trust.isNobody()) {
            throw new StartRefusedException(
                    "JWT_SECRET or JWT_ISSUERS must be set (or JWT_SECRET_FILE, JWT_ISSUERS_FILE)"
                            + " where DATABASE_URL and KAFKA_BOOTSTRAP_SERVERS are: nobody could call otherwise");
        }
        if (external.isEmpty() && roles.size() < Role.values().length) {
            throw new StartRefusedException("--role needs a database and a Kafka of its own, which several processes"
                    + " can share: set DATABASE_URL and KAFKA_BOOTSTRAP_SERVERS");
        }
    }

    /// Whose tokens and certificates are believed.
    ///
    /// @param secret what signs the server's own tokens; without one the embedded default keeps one in its folder
    /// @param issuers who else issues tokens
    /// @param certificates where the chains of X.509 credentials have to lead
    public record Trust(Optional<String> secret, List<TokenIssuer> issuers, CertificateTrust certificates) {
        public Trust {
            secret.ifPresent(Secrets::verifyStrength);
            issuers = List.copyOf(issuers);
        }

        /// What the environment says.
        public static Trust of(Environment environment) {
            return new Trust(
                    environment.value("JWT_SECRET"), TokenIssuer.of(environment), TrustedCertificates.of(environment));
        }

        /// The same with this secret where there is none.
        public Trust orSecret(Supplier<String> kept) {
            return secret.isPresent() ? this : new Trust(Optional.of(kept.get()), issuers, certificates);
        }

        private boolean isNobody() {
            return secret.isEmpty() && issuers.isEmpty();
        }

        /// Leaves the secret out.
        @Override
        public String toString() {
            return "Trust[" + issuers + "]";
        }
    }

    /// Where the interface listens.
    ///
    /// @param port 0 takes a free one
    /// @param encryption TLS, unless the interface speaks in clear
    /// @param plaintext where it may
    public record Listen(String host, int port, Optional<Encryption> encryption, Plaintext plaintext) {
        public Listen {
            if (port < 0 || port > 65535) {
                throw new StartRefusedException("A port is between 0 and 65535, not " + port);
            }
        }

        /// An address and a port, with what the environment says of TLS.
        public static Listen of(String host, int port, Environment environment) {
            return new Listen(host, port, ListenerTls.of(environment), Plaintext.of(environment));
        }

        /// Refuses to speak to clients in clear where others can hear it.
        public void verifyPrivate() {
            plaintext.verifyListener(host, encryption.isPresent());
        }
    }

    /// A database and a log that somebody else runs.
    public record External(DatabaseAddress database, LogAddress log) {
        /// What the environment names: both or neither.
        public static Optional<External> of(Environment environment) {
            var database = DatabaseAddress.of(environment);
            var log = LogAddress.of(environment);
            var plaintext = Plaintext.of(environment);
            database.ifPresent(plaintext::verifyDatabase);
            log.ifPresent(plaintext::verifyLog);
            if (database.isPresent() != log.isPresent()) {
                throw new StartRefusedException((database.isPresent() ? "DATABASE_URL" : "KAFKA_BOOTSTRAP_SERVERS")
                        + " is set, but " + (database.isPresent() ? "KAFKA_BOOTSTRAP_SERVERS" : "DATABASE_URL")
                        + " is not: set both, or neither for the embedded default");
            }
            return database.flatMap(address -> log.map(cluster -> new External(address, cluster)));
        }
    }

    /// How much there is of what.
    ///
    /// @param partitions the partition count of the log's topics, fixed when they are created
    /// @param connections the largest number of connections to the database
    /// @param protection how much is taken from one user, and from all together
    /// @param payloadsKept how long payloads of application messages are kept; zero for ever
    public record Size(int partitions, int connections, Protection protection, Duration payloadsKept) {
        private static final int CONNECTIONS = 16;
        private static final int PARTITIONS = 4;

        public Size {
            if (payloadsKept.isNegative()) {
                throw new StartRefusedException("MESSAGES_KEPT_DAYS must be at least 0");
            }
            if (partitions < 1 || connections < 2) {
                throw new StartRefusedException(
                        "KAFKA_PARTITIONS must be at least 1 and DATABASE_CONNECTIONS at least 2");
            }
        }

        /// What the environment says, or else 4 partitions and 16 connections.
        public static Size of(Environment environment) {
            return new Size(
                    environment.number("KAFKA_PARTITIONS").orElse(PARTITIONS),
                    environment.number("DATABASE_CONNECTIONS").orElse(CONNECTIONS),
                    Intake.of(environment),
                    Duration.ofDays(environment.number("MESSAGES_KEPT_DAYS").orElse(0)));
        }
    }
}
