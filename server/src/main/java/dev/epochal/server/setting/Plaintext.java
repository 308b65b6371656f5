package dev.epochal.server.setting;

import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// Which connections may cross a network without TLS. By default none may: only this machine's own addresses are
/// spoken to, and listened on, in clear.
///
/// @param allowed the connections that may, because something else keeps them private
public record Plaintext(Set<Link> allowed) {
    private static final String VARIABLE = "ALLOW_PLAINTEXT";
    private static final Set<String> OWN = Set.of("localhost", "::1", "[::1]", "");

    /// A kind of connection.
    public enum Link {
        /// From clients, where no proxy in front does TLS on the same machine.
        HTTP,
        /// To the brokers.
        KAFKA,
        /// To PostgreSQL.
        DATABASE,
        /// To the cache.
        REDIS,
        /// To the collector of traces.
        TRACES;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Plaintext {
        allowed = Set.copyOf(allowed);
    }

    /// What `ALLOW_PLAINTEXT` lists: `http`, `kafka`, `database`, `redis`, `traces`, separated by commas.
    public static Plaintext of(Environment environment) {
        var allowed = EnumSet.noneOf(Link.class);
        environment.value(VARIABLE).ifPresent(list -> {
            for (var word : list.split(",", -1)) {
                allowed.add(link(word.strip()));
            }
        });
        return new Plaintext(allowed);
    }

    /// Refuses to listen in clear where others than this machine can hear it.
    void verifyListener(String host, boolean isEncrypted) {
        verify(Link.HTTP, isEncrypted || isOwn(host), "set TLS_CERTIFICATE and TLS_PRIVATE_KEY");
    }

    /// Refuses brokers that are spoken to in clear.
    void verifyLog(LogAddress log) {
        var protocol = String.valueOf(log.connection().getOrDefault("security.protocol", "PLAINTEXT"));
        var servers = String.valueOf(log.connection().get("bootstrap.servers")).split(",", -1);
        boolean isOwn = Arrays.stream(servers).allMatch(server -> isOwn(hostOf(server.strip())));
        boolean isEncrypted = protocol.equals("SSL") || protocol.equals("SASL_SSL");
        verify(Link.KAFKA, isEncrypted || isOwn, "set security.protocol to SSL or SASL_SSL in KAFKA_CLIENT_PROPERTIES");
    }

    /// Refuses a database that is spoken to in clear, or without looking at its certificate.
    void verifyDatabase(DatabaseAddress database) {
        var url = database.jdbcUrl();
        boolean isEncrypted = url.matches(".*[?&]sslmode=verify-(full|ca)(&.*)?");
        boolean isOwn = url.startsWith("jdbc:postgresql://")
                && Arrays.stream(url.substring("jdbc:postgresql://".length())
                                .split("[/?]", 2)[0]
                                .split(",", -1))
                        .allMatch(server -> isOwn(hostOf(server)));
        verify(Link.DATABASE, isEncrypted || isOwn, "add sslmode=verify-full to DATABASE_URL");
    }

    /// Refuses a cache that is spoken to in clear.
    void verifyCache(URI cache) {
        boolean isEncrypted = "rediss".equals(cache.getScheme());
        verify(Link.REDIS, isEncrypted || isOwn(String.valueOf(cache.getHost())), "use rediss:// in REDIS_URL");
    }

    /// Refuses a collector of traces that is spoken to in clear.
    void verifyTraces(URI collector) {
        boolean isEncrypted = "https".equals(collector.getScheme());
        verify(
                Link.TRACES,
                isEncrypted || isOwn(String.valueOf(collector.getHost())),
                "use https:// in OTEL_EXPORTER_OTLP_ENDPOINT");
    }

    private void verify(Link link, boolean isPrivate, String remedy) {
        if (!isPrivate && !allowed.contains(link)) {
            throw new StartRefusedException("The connection " + link.word() + " would cross the network in clear: "
                    + remedy + ", or add " + link.word() + " to " + VARIABLE);
        }
    }

    private static Link link(String word) {
        return Arrays.stream(Link.values())
                .filter(link -> link.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new StartRefusedException(
                        VARIABLE + " takes http, kafka, database, redis and traces, separated by commas"));
    }

    private static boolean isOwn(String host) {
        return OWN.contains(host) || host.matches("127(\\.\\d{1,3}){3}");
    }

    private static String hostOf(String server) {
        int port = server.lastIndexOf(':');
        return port < 0 || server.endsWith("]") ? server : server.substring(0, port);
    }
}
