package dev.epochal.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The console's files as they are served.
class ConsoleTest {
    private static final Path FOLDER = Path.of("src/main/resources/console");
    private static final Pattern ELSEWHERE = Pattern.compile("(?:src|href|from|import|url)\\W{1,4}(?:https?:)?//");

    @Test
    void serves_each_of_its_files_to_everybody_and_no_other() throws IOException {
        try (var server = new RunningApi();
                var files = Files.list(FOLDER)) {
            var names = files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("index.html"))
                    .collect(Collectors.toSet());
            assertThat(names).isNotEmpty().allSatisfy(name -> {
                var answer = server.send(HttpRequest.newBuilder(server.uri().resolve("/console/" + name)));
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.text()).isEqualTo(Files.readString(FOLDER.resolve(name)));
            });
            assertThat(server.send(HttpRequest.newBuilder(server.uri().resolve("/console/index.html")))
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void loads_nothing_from_elsewhere_and_is_guarded() throws IOException {
        try (var server = new RunningApi();
                var files = Files.list(FOLDER)) {
            var page = server.send(HttpRequest.newBuilder(server.uri().resolve("/console")));
            assertThat(page.text()).startsWith("<!doctype html>");
            assertThat(page.header("Content-Security-Policy"))
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'");
            assertThat(files)
                    .allSatisfy(file -> assertThat(Files.readString(file))
                            .doesNotContainPattern(ELSEWHERE)
                            .doesNotContain("innerHTML"));
        }
    }
}
