package dev.epochal.server.watching;

import dev.epochal.schema.log.TraceParent;
import dev.epochal.server.setting.TraceSettings;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Takes traces of requests from one end of the program to the other and sends them to a collector, if there is one.
/// Thread-safe.
public final class Traces implements AutoCloseable {
    private static final int CLOSING_SECONDS = 3;
    private static final Duration SENDING = Duration.ofSeconds(1);

    private final Optional<SdkTracerProvider> provider;

    private Traces(Optional<SdkTracerProvider> provider) {
        this.provider = provider;
    }

    /// Takes them as the settings say. A collector that is away costs the traces of the meantime, and nothing else.
    ///
    /// @param version of the program
    public static Traces of(TraceSettings settings, String version) {
        return new Traces(settings.collector().map(collector -> {
            var exporter = OtlpHttpSpanExporter.builder()
                    .setEndpoint(collector.toString().replaceFirst("/+$", "") + "/v1/traces")
                    .build();
            var program = Resource.create(Attributes.of(
                    AttributeKey.stringKey("service.name"),
                    "epochal",
                    AttributeKey.stringKey("service.version"),
                    version));
            return SdkTracerProvider.builder()
                    .setResource(Resource.getDefault().merge(program))
                    .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.share())))
                    .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                            .setScheduleDelay(SENDING)
                            .build())
                    .build();
        }));
    }

    /// What takes them.
    public Tracer tracer() {
        return provider.<Tracer>map(taking -> taking.get("epochal")).orElseGet(TraceParent::off);
    }

    /// Sends what there is, for a while.
    @Override
    public void close() {
        provider.ifPresent(taking -> taking.shutdown().join(CLOSING_SECONDS, TimeUnit.SECONDS));
    }
}
