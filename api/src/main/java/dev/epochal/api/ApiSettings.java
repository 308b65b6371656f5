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
/// @param place where it listens
/// @param log how it gets submissions decided
/// @param issuers whose tokens are believed
/// @param program what it tells of the program
/// @param protection how much is taken from whom
/// @param payloadsKept how long the payloads of application messages are kept; zero for ever
public record ApiSettings(
        Place place, Log log, List<Issuer> issuers, Program program, Protection protection, Duration payloadsKept) {
    private static final Duration VERDICT_PATIENCE = Duration.ofSeconds(10);

    /// Where it listens.
    ///
    /// @param host the address
    /// @param port the port; 0 takes a free one
    /// @param encryption TLS, unless it speaks in clear
    public record Place(String host, int port, Optional<Encryption> encryption) {}

    /// How it gets submissions decided.
    ///
    /// @param kafka how the brokers are reached
    /// @param instance what this instance is called; it chooses the partition of verdicts that it waits on
    /// @param patience how long a submission waits for its verdict
    public record Log(Map<String, Object> kafka, String instance, Duration patience) {}

    /// What it tells of the program.
    ///
    /// @param version as `/health` tells it
    /// @param scrape the metrics in the format of Prometheus
    /// @param tracer takes a trace of each request
    public record Program(String version, Supplier<String> scrape, Tracer tracer) {}

    /// Settings with a random instance name, on all addresses.
    ///
    /// @param issuers whose tokens are believed
    public static ApiSettings of(int port, Map<String, Object> kafka, List<Issuer> issuers) {
        return new ApiSettings(
                new Place("0.0.0.0", port, Optional.empty()),
                new Log(Map.copyOf(kafka), UUID.randomUUID().toString(), VERDICT_PATIENCE),
                List.copyOf(issuers),
                new Program("unknown", () -> "", TraceParent.off()),
                Protection.standard(),
                Duration.ZERO);
    }

    /// The same on this address.
    public ApiSettings on(String host) {
        return at(new Place(host, place.port(), place.encryption()));
    }

    /// The same over TLS, if there is any.
    public ApiSettings encryptedBy(Optional<Encryption> encryption) {
        return at(new Place(place.host(), place.port(), encryption));
    }

    private ApiSettings at(Place other) {
        return new ApiSettings(other, log, issuers, program, protection, payloadsKept);
    }

    /// The same with another patience.
    public ApiSettings waitingFor(Duration patience) {
        var patient = new Log(log.kafka(), log.instance(), patience);
        return new ApiSettings(place, patient, issuers, program, protection, payloadsKept);
    }

    /// The same for this program.
    public ApiSettings telling(Program other) {
        return new ApiSettings(place, log, issuers, other, protection, payloadsKept);
    }

    /// The same with this protection.
    public ApiSettings protectedBy(Protection limits) {
        return new ApiSettings(place, log, issuers, program, limits, payloadsKept);
    }

    /// The same, keeping payloads for so long; zero for ever.
    public ApiSettings keepingPayloads(Duration kept) {
        return new ApiSettings(place, log, issuers, program, protection, kept);
    }
}
