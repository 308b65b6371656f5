package dev.epochal.server.setting;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// Where traces go, by the variables that OpenTelemetry has for it.
///
/// @param collector takes them over OTLP and HTTP; without one none are taken
/// @param share how many of the requests are traced, from 0 to 1
public record TraceSettings(Optional<URI> collector, double share) {
    private static final String COLLECTOR = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final String SHARE = "OTEL_TRACES_SAMPLER_ARG";

    /// @throws StartRefusedException if the share isn't one
    public TraceSettings {
        if (!(share >= 0 && share <= 1)) {
            throw new StartRefusedException(SHARE + " must be a number from 0 to 1");
        }
    }

    /// What the environment says.
    public static TraceSettings of(Environment environment) {
        var collector = environment.value(COLLECTOR).map(TraceSettings::address);
        collector.ifPresent(Plaintext.of(environment)::verifyTraces);
        return new TraceSettings(
                collector, environment.value(SHARE).map(TraceSettings::number).orElse(1.0));
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException _) {
            return Double.NaN;
        }
    }

    private static URI address(String text) {
        try {
            var uri = new URI(text);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException _) {
            throw wrong();
        }
        throw wrong();
    }

    private static StartRefusedException wrong() {
        return new StartRefusedException(COLLECTOR + " must look like http://host:4318 or https://host:4318");
    }
}
