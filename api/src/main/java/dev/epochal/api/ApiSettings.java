package dev.epochal.api;

import dev.epochal.api.access.Issuer;
import dev.epochal.schema.log.TraceParent;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// What the interface is started with.
///
/// @param host the address that it listens on
/// @param port the port; 0 takes a free one
/// @param kafka how the brokers are reached
/// @param instance what this instance is called; it chooses the partition of verdicts that it waits on
/// @param issuers whose tokens are believed
/// @param verdictPatience how long a submission waits for its verdict
/// @param version the program's version, as `/health` tells it
/// @param scrape the metrics in the format of Prometheus
/// @param protection how much is taken from whom
/// @param encryption TLS, unless it speaks in clear
/// @param payloadsKept how long the payloads of application messages are kept; zero for ever
/// @param tracer takes a trace of each request
public record ApiSettings(
        String host,
        int port,
        Map<String, Object> kafka,
        String instance,
        List<Issuer> issuers,
        Duration verdictPatience,
        String version,
        Supplier<String> scrape,
        Protection protection,
        Optional<Encryption> encryption,
        Duration payloadsKept,
        Tracer tracer) {
    private static final Duration VERDICT_PATIENCE = Duration.ofSeconds(10);

    /// Settings with a random instance name, on all addresses.
    ///
    /// @param issuers whose tokens are believed
    public static ApiSettings of(int port, Map<String, Object> kafka, List<Issuer> issuers) {
        return new ApiSettings(
                "0.0.0.0",
                port,
                Map.copyOf(kafka),
                UUID.randomUUID().toString(),
                List.copyOf(issuers),
                VERDICT_PATIENCE,
                "unknown",
                () -> "",
                Protection.standard(),
                Optional.empty(),
                Duration.ZERO,
                TraceParent.off());
    }

    /// The same on this address.
    public ApiSettings on(String address) {
        return new ApiSettings(
                address,
                port,
                kafka,
                instance,
                issuers,
                verdictPatience,
                version,
                scrape,
                protection,
                encryption,
                payloadsKept,
                tracer);
    }

    /// The same under this name.
    public ApiSettings named(String name) {
        return new ApiSettings(
                host,
                port,
                kafka,
                name,
                issuers,
                verdictPatience,
                version,
                scrape,
                protection,
                encryption,
                payloadsKept,
                tracer);
    }

    /// The same with another patience.
    public ApiSettings waitingFor(Duration patience) {
        return new ApiSettings(
                host,
                port,
                kafka,
                instance,
                issuers,
                patience,
                version,
                scrape,
                protection,
                encryption,
                payloadsKept,
                tracer);
    }

    /// The same for this version of the program.
    public ApiSettings version(String programVersion) {
        return new ApiSettings(
                host,
                port,
                kafka,
                instance,
                issuers,
                verdictPatience,
                programVersion,
                scrape,
                protection,
                encryption,
                payloadsKept,
                tracer);
    }

    /// The same with metrics.
    public ApiSettings scrapedBy(Supplier<String> metrics) {
        return new ApiSettings(
                host,
                port,
                kafka,
                instance,
                issuers,
                verdictPatience,
                version,
                metrics,
                protection,
                encryption,
                payloadsKept,
                tracer);
    }

    /// The same with this protection.
    public ApiSettings protectedBy(Protection limits) {
        return new ApiSettings(
                host,
                port,
                kafka,
                instance,
                issuers,
                verdictPatience,
                version,
                scrape,
                limits,
                encryption,
                payloadsKept,
                tracer);
    }

    /// The same over TLS, if there is any.
    public ApiSettings encryptedBy(Optional<Encryption> tls) {
        return new ApiSettings(
                host,
                port,
                kafka,
                instance,
                issuers,
                verdictPatience,
                version,
                scrape,
                protection,
                tls,
                payloadsKept,
                tracer);
    }

    /// The same, keeping payloads for so long; zero for ever.
    public ApiSettings keepingPayloads(Duration kept) {
        return new ApiSettings(
                host,
                port,
                kafka,
                instance,
                issuers,
                verdictPatience,
                version,
                scrape,
                protection,
                encryption,
                kept,
                tracer);
    }

    /// The same with traces.
    public ApiSettings tracedBy(Tracer traces) {
        return new ApiSettings(
                host,
                port,
                kafka,
                instance,
                issuers,
                verdictPatience,
                version,
                scrape,
                protection,
                encryption,
                payloadsKept,
                traces);
    }

    /// Where to listen.
    Listener.Address address() {
        return new Listener.Address(host, port, encryption);
    }
}
