package dev.epochal.server.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.epochal.server.Eventually;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A headless Chromium with one page, told what to do over its DevTools protocol.
final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://([^/]+)/.*");
    private static final int ANSWER_LIMIT_SECONDS = 60;

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket page;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();

    private Browser(Process process, String address) throws IOException, InterruptedException {
        this.process = process;
        var target = http.send(
                HttpRequest.newBuilder(URI.create("http://" + address + "/json/new"))
                        .PUT(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        var socket = JSON.readTree(target.body()).path("webSocketDebuggerUrl").asText();
        this.page = http.newWebSocketBuilder()
                .buildAsync(URI.create(socket), new Answers())
                .join();
        command("Page.enable", Map.of());
    }

    /// The program, if the machine has it.
    static Optional<Path> program() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome", "chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Browser start(Path profile) throws IOException, InterruptedException {
        var process = new ProcessBuilder(List.of(
                        program().orElseThrow().toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank"))
                .redirectErrorStream(true)
                .start();
        return new Browser(process, address(process));
    }

    private static String address(Process process) {
        var found = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> {
            try (var lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                lines.lines().forEach(line -> {
                    var match = LISTENING.matcher(line);
                    if (match.matches()) {
                        found.complete(match.group(1));
                    }
                });
            } catch (IOException | UncheckedIOException _) {
                // The stream ends with the process.
            }
            found.completeExceptionally(new IllegalStateException("The browser ended"));
        });
        return found.orTimeout(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }

    void open(URI uri) {
        command("Page.navigate", Map.of("url", uri.toString()));
    }

    /// What a script in the page comes to.
    JsonNode run(String script) {
        var answer =
                command("Runtime.evaluate", Map.of("expression", script, "awaitPromise", true, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError("The script failed: " + answer.path("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    /// The text that a reader sees.
    String text() {
        return run("document.body?.innerText ?? ''").asText();
    }

    void awaitText(String text) {
        Eventually.holds("the page says: " + text, () -> text().contains(text));
    }

    /// Presses a key as the keyboard does.
    void press(String key) {
        for (var type : List.of("rawKeyDown", "keyUp")) {
            command("Input.dispatchKeyEvent", Map.of("type", type, "key", key, "code", key));
        }
    }

    /// The size of the window, and whether its reader likes it dark.
    void look(int width, int height, boolean dark) {
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        command(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    void screenshot(Path file) throws IOException {
        var picture = command("Page.captureScreenshot", Map.of("format", "png"));
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(picture.path("data").asText()));
    }

    private JsonNode command(String method, Map<String, Object> parameters) {
        int id = lastId.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        waiting.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        page.sendText(message.toString(), true).join();
        return answer.orTimeout(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }

    /// Puts the parts of messages together and hands answers to who waits for them.
    private final class Answers implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            parts.append(part);
            if (last) {
                take(parts.toString());
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void take(String text) {
            try {
                var message = JSON.readTree(text);
                var asker = waiting.remove(message.path("id").asInt());
                if (asker != null) {
                    asker.complete(message.path("result"));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        page.abort();
        http.shutdownNow();
        process.destroy();
        process.onExit().join();
    }
}
