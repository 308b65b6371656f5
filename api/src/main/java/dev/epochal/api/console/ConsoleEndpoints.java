package dev.epochal.api.console;

import com.google.protobuf.ByteString;
import dev.epochal.api.exchange.Answer;
import dev.epochal.api.exchange.Call;
import dev.epochal.api.exchange.Endpoint;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Serves the console's files. They hold nothing secret: what the console shows it asks for with the token that its
/// reader pastes, over the same interface as everybody.
public final class ConsoleEndpoints {
    private static final String FOLDER = "/console/";
    private static final String HTML = "text/html; charset=utf-8";
    private static final Map<String, String> MEDIA_TYPES =
            Map.of("css", "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8");

    /// The page loads from this server only, runs no script that stands in it, and can't be framed.
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final List<String> FILES = List.of(
            "check.js",
            "console.css",
            "console.js",
            "group.js",
            "groups.js",
            "page.js",
            "ratchet.js",
            "server.js",
            "system.js",
            "treePicture.js");

    private final ByteString page = resource("index.html");
    private final Map<String, ByteString> files = new LinkedHashMap<>();

    private ConsoleEndpoints() {
        FILES.forEach(name -> files.put(name, resource(name)));
    }

    /// The endpoints.
    public static List<Endpoint> endpoints() {
        var console = new ConsoleEndpoints();
        return List.of(
                Endpoint.get("/console", _ -> guarded(HTML, console.page)).forEverybody(),
                Endpoint.get("/console/{file}", console::file).forEverybody());
    }

    private Answer file(Call call) {
        var name = call.path("file");
        var content = files.get(name);
        if (content == null) {
            throw ProblemException.of(ProblemType.NOT_FOUND, "The console has no such file");
        }
        var ending = name.substring(name.lastIndexOf('.') + 1);
        return guarded(MEDIA_TYPES.getOrDefault(ending, "application/octet-stream"), content);
    }

    private static Answer guarded(String mediaType, ByteString content) {
        return Answer.ok(mediaType, content)
                .with("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .with("Referrer-Policy", "no-referrer");
    }

    private static ByteString resource(String name) {
        try (var in = ConsoleEndpoints.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("A file of the console is missing: " + name);
            }
            return ByteString.readFrom(in);
        } catch (IOException e) {
            throw new UncheckedIOException("A file of the console can't be read: " + name, e);
        }
    }
}
