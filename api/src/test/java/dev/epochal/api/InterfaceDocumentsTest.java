package dev.epochal.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.api.exchange.Endpoint;
import dev.epochal.api.exchange.Gate;
import dev.epochal.api.health.HealthEndpoints;
import dev.epochal.api.problem.NextAction;
import dev.epochal.api.problem.ProblemType;
import dev.epochal.api.submission.Submissions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class InterfaceDocumentsTest {
    private static final Path DESCRIPTION = Path.of("src/main/resources/openapi.yaml");
    private static final Path PROBLEMS = Path.of("../docs/problems.md");
    private static final Pattern PATH = Pattern.compile("^  (/\\S*):$");
    private static final Pattern METHOD = Pattern.compile("^    (get|put|post|delete|patch|head|options):$");
    private static final Pattern PARAMETER = Pattern.compile("name: (\\w+)");

    @Test
    void the_description_has_each_route_and_no_other() throws IOException {
        var described = new TreeSet<String>();
        var path = "";
        for (var line : Files.readAllLines(DESCRIPTION)) {
            var asPath = PATH.matcher(line);
            var asMethod = METHOD.matcher(line);
            if (asPath.matches()) {
                path = asPath.group(1);
            } else if (asMethod.matches()) {
                described.add(asMethod.group(1).toUpperCase(Locale.ROOT) + " " + path);
            }
        }
        assertThat(described)
                .isEqualTo(Stream.concat(
                                endpoints().stream()
                                        .map(endpoint -> endpoint.method().text() + " " + endpoint.path()),
                                Stream.of("GET /health/live", "GET /health/ready"))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void the_description_has_each_query_parameter() throws IOException {
        var described = PARAMETER
                .matcher(Files.readString(DESCRIPTION))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        assertThat(endpoints()).allSatisfy(endpoint -> assertThat(described).containsAll(endpoint.query()));
    }

    @Test
    void the_description_has_each_problem_type_and_no_other() throws IOException {
        var text = Files.readString(DESCRIPTION);
        var described = Pattern.compile("- (https://epochal\\.dev/problems/\\S+)")
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(described)
                .containsExactlyElementsOf(
                        Stream.of(ProblemType.values()).map(ProblemType::uri).toList());
        int start = text.indexOf("            action:\n");
        var actions = text.substring(start, text.indexOf("        correlationId:", start))
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("- "))
                .map(line -> line.substring(2))
                .toList();
        assertThat(actions)
                .containsExactlyElementsOf(
                        Stream.of(NextAction.values()).map(NextAction::word).toList());
    }

    @Test
    void the_list_of_problems_has_each_type_with_its_status_and_no_other() throws IOException {
        var listed = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (\\d+) \\|")
                .matcher(Files.readString(PROBLEMS))
                .results()
                .map(match -> match.group(1) + " " + match.group(2))
                .toList();
        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(Stream.of(ProblemType.values())
                        .map(type -> type.slug() + " " + type.status())
                        .toList());
    }

    @Test
    void everything_but_health_metrics_and_what_is_the_same_for_all_asks_for_a_token() {
        var open = endpoints().stream()
                .filter(endpoint -> endpoint.scopes().isEmpty())
                .map(Endpoint::path)
                .collect(Collectors.toSet());
        assertThat(open).isEqualTo(Set.of("/docs", "/health", "/metrics", "/openapi", "/console", "/console/{file}"));
    }

    static List<Endpoint> endpoints() {
        var reads = new FakeReads();
        var gate = new Gate();
        try (var submissions =
                        new Submissions(new ScriptedLog()::open, new Submissions.Patience(Duration.ofSeconds(1), 10));
                var health = new HealthEndpoints(List.of(), gate, "0", InstantSource.system())) {
            var surroundings = new Api.Surroundings(
                    new ScriptedLog()::open, new SimpleMeterRegistry(), InstantSource.system(), () -> 0, List.of());
            var endpoints = new ArrayList<>(Api.offers(reads.side(new FakeLive()), submissions, gate, surroundings)
                    .endpoints());
            endpoints.addAll(health.endpoints(() -> ""));
            return endpoints;
        }
    }
}
