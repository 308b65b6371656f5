package dev.epochal.api.openapi;

import com.google.protobuf.ByteString;
import dev.epochal.api.exchange.Answer;
import dev.epochal.api.exchange.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// Serves the description of the interface, which is kept beside the code, for programs and for people.
public final class OpenApiEndpoint {
    private OpenApiEndpoint() {}

    /// The endpoints.
    public static List<Endpoint> endpoints() {
        var description = resource("/openapi.yaml");
        var page = resource("/docs.html");
        return List.of(
                Endpoint.get("/openapi", _ -> Answer.ok("application/yaml", description))
                        .forEverybody(),
                Endpoint.get(
                                "/docs",
                                _ -> Answer.ok("text/html; charset=utf-8", page)
                                        .with(
                                                "Content-Security-Policy",
                                                "default-src 'none'; style-src 'unsafe-inline'"))
                        .forEverybody());
    }

    private static ByteString resource(String name) {
        try (var in = OpenApiEndpoint.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The description of the interface is missing: " + name);
            }
            return ByteString.readFrom(in);
        } catch (IOException e) {
            throw new UncheckedIOException("The description of the interface can't be read: " + name, e);
        }
    }
}
