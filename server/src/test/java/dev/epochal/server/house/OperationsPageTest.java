package dev.epochal.server.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// docs/operations.md tells all that can be set and all that is measured.
final class OperationsPageTest {
    private static final Pattern VARIABLE =
            Pattern.compile("\"((?:DATABASE|KAFKA|REDIS|JWT|SERVER|EPOCHAL)_[A-Z_]*[A-Z])\"");
    private static final Pattern METRIC = Pattern.compile("\"(epochal(?:\\.[a-z]+)+)\"");
    private static final Pattern LABEL = Pattern.compile("\\.tag\\(\\s*\"?([\\w]+)\"?,");
    /// Of each the values are few and known: names of topics, routes as templates, reasons that the program has.
    private static final Set<String> LABELS = Set.of(
            "java",
            "kind",
            "method",
            "partition",
            "result",
            "roles",
            "route",
            "stage",
            "status",
            "topic",
            "TOPIC",
            "version",
            "what");

    private final SourceTree sources = SourceTree.read();
    private final String page =
            String.join("\n", SourceTree.lines(sources.root().resolve("docs").resolve("operations.md")));

    @Test
    void it_has_each_environment_variable_that_the_program_reads() {
        var variables = namesIn(List.of("server/src/main/"), VARIABLE);
        assertThat(variables)
                .contains("DATABASE_URL")
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    @Test
    void it_has_each_metric_that_the_program_measures() {
        var metrics = namesIn(List.of("api/src/main/", "processor/src/main/", "projections/src/main/"), METRIC);
        assertThat(metrics)
                .contains("epochal.http.requests")
                .allSatisfy(name -> assertThat(page).contains("`" + name.replace('.', '_')));
    }

    /// Whoever reads metrics may not learn from them who talks with whom; and each user would be a series of its own.
    @Test
    @Tag("S60")
    void no_label_of_a_metric_can_hold_a_user_a_client_or_a_group() {
        var labels = namesIn(
                List.of("api/src/main/", "processor/src/main/", "projections/src/main/", "server/src/main/"), LABEL);
        assertThat(labels).contains("topic", "route").isSubsetOf(LABELS);
    }

    private SortedSet<String> namesIn(List<String> folders, Pattern name) {
        var names = new TreeSet<String>();
        for (var file : sources.java()) {
            if (folders.stream().anyMatch(sources.name(file)::startsWith)) {
                var matcher = name.matcher(String.join("\n", SourceTree.lines(file)));
                while (matcher.find()) {
                    names.add(matcher.group(1));
                }
            }
        }
        return names;
    }
}
