package dev.epochal.server.house;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// How files are written and named. CONTRIBUTING.md says the same in words.
final class HouseRulesTest {
    private static final int FILE_LINES_MAX = 400;
    private static final int LINE_CHARACTERS_MAX = 120;
    private static final Set<String> EMPTY_WORDS =
            Set.of("util", "utils", "helper", "helpers", "common", "manager", "impl", "misc", "service", "entities");
    /// A compiler writes what is in here, and no package-info.
    private static final String GENERATED = "dev/epochal/schema/record";

    // Put together, so that this file doesn't break the rule that it holds.
    private static final Pattern LEFT_OVER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b|@Dis" + "abled");
    private static final Pattern MACHINE_PATH =
            Pattern.compile("(?<![A-Za-z0-9_.])/(wo" + "rk|ro" + "ot|home|Users)/[A-Za-z0-9.]|/t" + "mp/w/");

    private final SourceTree sources = SourceTree.read();

    @Test
    void no_java_file_has_more_than_400_lines() {
        assertNone(sources.java(), file -> SourceTree.lines(file).size() > FILE_LINES_MAX);
    }

    @Test
    void no_line_of_code_is_wider_than_120_characters_but_for_a_text_in_it() {
        var code = sources.java().stream().filter(SourceTree::isMain).toList();
        assertNoLine(code, line -> line.length() > LINE_CHARACTERS_MAX && !line.contains("\""));
    }

    @Test
    void each_package_says_what_it_is_and_is_null_marked() {
        var packages = sources.java().stream()
                .map(HouseRulesTest::packageFolder)
                .filter(folder -> !folder.equals(GENERATED))
                .collect(toSet());
        var described = sources.java().stream()
                .filter(file -> file.endsWith("package-info.java"))
                .filter(file -> SourceTree.lines(file).contains("@NullMarked")
                        && SourceTree.lines(file).getFirst().startsWith("/// "))
                .map(HouseRulesTest::packageFolder)
                .collect(toSet());
        assertThat(packages).isNotEmpty().isSubsetOf(described);
    }

    @Test
    void packages_are_named_after_things_of_the_field() {
        assertNone(
                sources.java(),
                file -> Arrays.stream(packageFolder(file).split("/", -1)).anyMatch(EMPTY_WORDS::contains));
    }

    @Test
    void nothing_is_left_to_do_and_no_test_is_switched_off() {
        assertNoLine(sources.texts(), line -> LEFT_OVER.matcher(line).find());
    }

    @Test
    void no_file_names_a_path_of_one_machine() {
        // The paths in a Dockerfile are those of the image.
        var texts = sources.texts().stream()
                .filter(file -> !file.endsWith("Dockerfile"))
                .toList();
        assertNoLine(texts, line -> MACHINE_PATH.matcher(line).find());
    }

    /// The package as a path; of main and test code of all modules alike.
    private static String packageFolder(Path file) {
        var name = file.toString().replace('\\', '/');
        int start = name.indexOf("/java/dev/epochal");
        return start < 0 ? name : name.substring(start + "/java/".length(), name.lastIndexOf('/'));
    }

    private void assertNone(List<Path> files, Predicate<Path> broken) {
        assertThat(files).isNotEmpty();
        assertThat(files.stream().filter(broken).map(sources::name)).isEmpty();
    }

    private void assertNoLine(List<Path> files, Predicate<String> broken) {
        assertThat(files).isNotEmpty();
        var found = new ArrayList<String>();
        for (var file : files) {
            var lines = SourceTree.lines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (broken.test(lines.get(i))) {
                    found.add(sources.name(file) + ":" + (i + 1) + " "
                            + lines.get(i).strip());
                }
            }
        }
        assertThat(found).isEmpty();
    }
}
