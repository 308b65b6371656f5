package dev.epochal.server.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// docs/faults.md names tests and verbs that there are.
final class FaultsPageTest {
    private static final int FAULTS = 34;
    private static final int RULES = 15;
    private static final Pattern ROW = Pattern.compile("\\| ([FK]\\d+) \\| (.+) \\|");
    private static final Pattern SHOWN = Pattern.compile("`([A-Z]\\w+)\\.(\\w+)`|`\\./epochal (\\w+)[^`]*`");

    private final SourceTree sources = SourceTree.read();
    private final Map<String, String> rows = rows();

    @Test
    void it_has_each_fault_and_each_rule() {
        assertThat(rows.keySet())
                .containsAll(
                        IntStream.rangeClosed(1, FAULTS).mapToObj(i -> "F" + i).toList())
                .containsAll(
                        IntStream.rangeClosed(1, RULES).mapToObj(i -> "K" + i).toList())
                .hasSize(FAULTS + RULES);
    }

    @Test
    void each_of_them_is_shown_or_says_what_is_open() {
        assertThat(rows)
                .allSatisfy((id, row) -> assertThat(SHOWN.matcher(row).find() || row.contains("*open*"))
                        .as(id)
                        .isTrue());
    }

    @Test
    void each_named_test_and_verb_exists() {
        var tests = sources.java().stream()
                .filter(file -> !SourceTree.isMain(file))
                .collect(Collectors.toMap(
                        file -> file.getFileName().toString().replace(".java", ""),
                        FaultsPageTest::text,
                        String::concat));
        var launcher = text(sources.root().resolve("epochal"));
        var missing = new ArrayList<String>();
        rows.forEach((id, row) -> SHOWN.matcher(row).results().forEach(shown -> {
            boolean exists = shown.group(3) == null
                    ? tests.getOrDefault(shown.group(1), "").contains("void " + shown.group(2) + "(")
                    : launcher.contains("\n  " + shown.group(3) + ")");
            if (!exists) {
                missing.add(id + " " + shown.group());
            }
        }));
        assertThat(missing).isEmpty();
    }

    private Map<String, String> rows() {
        var found = new TreeMap<String, String>();
        for (var line : SourceTree.lines(sources.root().resolve("docs").resolve("faults.md"))) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                found.put(row.group(1), row.group(2));
            }
        }
        return found;
    }

    private static String text(Path file) {
        return String.join("\n", SourceTree.lines(file));
    }
}
