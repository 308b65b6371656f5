package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Compares docs/security-requirements.md with the tests.
class SecurityRequirementsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("\\| (S\\d\\d) \\| (.+) \\| (.+) \\|");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+)\\.(\\w+)`");
    private static final Pattern TAG = Pattern.compile("@Tag\\(\"(S\\d\\d)\"\\)");

    private final Map<String, String> sources = sources();
    private final Map<String, String> rows = rows();

    @Test
    void each_named_test_exists() {
        var missing = new ArrayList<String>();
        rows.forEach((id, tests) -> TEST.matcher(tests).results().forEach(test -> {
            var source = sources.getOrDefault(test.group(1), "");
            if (!source.contains("void " + test.group(2) + "(")
                    && !source.contains("Stream<DynamicTest> " + test.group(2) + "(")) {
                missing.add(id + " " + test.group());
            }
        }));
        assertThat(missing).isEmpty();
    }

    @Test
    void each_requirement_has_a_test_or_says_what_is_open() {
        assertThat(rows)
                .isNotEmpty()
                .allSatisfy((id, tests) -> assertThat(TEST.matcher(tests).find() || tests.contains("*open*"))
                        .as(id)
                        .isTrue());
    }

    @Test
    void each_test_that_carries_an_id_belongs_to_a_class_that_the_page_names_under_it() {
        var missing = new TreeSet<String>();
        sources.forEach((name, source) -> TAG.matcher(source).results().forEach(tag -> {
            if (!rows.getOrDefault(tag.group(1), "").contains("`" + name + ".")) {
                missing.add(tag.group(1) + " " + name);
            }
        }));
        assertThat(missing).isEmpty();
    }

    private static Map<String, String> rows() {
        var rows = new TreeMap<String, String>();
        for (var line : read(ROOT.resolve("docs/security-requirements.md")).split("\n", -1)) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(row.group(1), row.group(3));
            }
        }
        return rows;
    }

    /// The sources of all tests by the names of their classes.
    private static Map<String, String> sources() {
        try (var files = Files.walk(ROOT, 16)) {
            return files.filter(SecurityRequirementsTest::isTest)
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            SecurityRequirementsTest::read,
                            (first, second) -> first + second));
        } catch (IOException e) {
            throw new UncheckedIOException("the sources can't be listed", e);
        }
    }

    private static boolean isTest(Path file) {
        var path = file.toString();
        return path.contains("src/test/java") && path.endsWith(".java") && !path.contains("/target/");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be read", e);
        }
    }
}
