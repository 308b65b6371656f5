package dev.epochal.api.openapi;

import com.google.protobuf.ByteString;
import dev.epochal.api.exchange.Answer;
import dev.epochal.api.exchange.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// Serves the description of the interface, which is kept beside the code.
public final class OpenApiEndpoint {
    private static final String RESOURCE = "/openapi.yaml";

    private OpenApiEndpoint() {}

    /// The endpoint.
    public static List<Endpoint> endpoints() {
        var description = description();
        return List.of(Endpoint.get("/openapi", _ -> Answer.ok("application/yaml", description))
                .forEverybody());
    }

    private static ByteString description() {
        try (var in = OpenApiEndpoint.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("The description of the interface is missing: " + RESOURCE);
            }
            return ByteString.readFrom(in);
        } catch (IOException e) {
            throw new UncheckedIOException("The description of the interface can't be read", e);
        }
    }
}
