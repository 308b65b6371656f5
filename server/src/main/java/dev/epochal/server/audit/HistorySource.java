package dev.epochal.server.audit;

import com.google.protobuf.ByteString;
import dev.epochal.api.exchange.MediaTypes;
import dev.epochal.api.json.Base64Url;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Where an export comes from: a file, an address, or a group of a server.
///
/// @param name the file, the address, or the group id in base64url
/// @param server the server that a group is asked of
/// @param token makes a token for a group; empty if there is none
public record HistorySource(String name, URI server, Function<String, Optional<String>> token) {
    private static final Pattern ADDRESS = Pattern.compile("https?://.*");
    private static final Pattern GROUP = Pattern.compile(".*/v1/groups/([A-Za-z0-9_-]+)/history.*");
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(1);
    private static final int DETAIL_MAX = 1_000;

    /// Opens it. The caller closes what it gets.
    ///
    /// @throws SourceException if it can't be had
    public InputStream open() {
        if (ADDRESS.matcher(name).matches()) {
            return fetch(address(name));
        }
        var file = Path.of(name);
        if (Files.isRegularFile(file)) {
            return read(file);
        }
        if (Base64Url.decode(name).filter(id -> !id.equals(ByteString.EMPTY)).isEmpty()) {
            throw new SourceException("There is no file " + name + ", and it is neither an address nor a group id");
        }
        return fetch(server.resolve("/v1/groups/" + name + "/history"));
    }

    private static URI address(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new SourceException(text + " is no address", e);
        }
    }

    private static InputStream read(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new SourceException("The file " + file + " can't be read", e);
        }
    }

    private InputStream fetch(URI address) {
        // The binary form is shorter, and a server that doesn't know it sends lines.
        var request = HttpRequest.newBuilder(address)
                .timeout(ANSWER_LIMIT)
                .header("Accept", MediaTypes.HISTORY + ", " + MediaTypes.JSON_LINES);
        var group = GROUP.matcher(address.getRawPath());
        token.apply(group.matches() ? group.group(1) : "")
                .ifPresent(text -> request.header("Authorization", "Bearer " + text));
        var http = HttpClient.newHttpClient();
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                try (var body = response.body()) {
                    throw new SourceException(address + " answers " + response.statusCode() + ": "
                            + new String(body.readNBytes(DETAIL_MAX), StandardCharsets.UTF_8));
                }
            }
            return new BufferedInputStream(response.body());
        } catch (IOException e) {
            throw new SourceException("No answer from " + address + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException("Interrupted", e);
        }
    }
}
