package dev.epochal.mls.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Executable;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// The table is the catalogue, the annotations of the code and those of the tests, written down. To write it anew:
/// `mvn -pl mls -Dtest=ValidationTableTest -Depochal.table=write test`.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ValidationTableTest {
    private static final Path TABLE = Path.of("..", "docs", "validation.md");

    private final Map<CheckId, Set<String>> places = annotated(CheckId.class, executable -> {
        Enforces enforces = executable.getAnnotation(Enforces.class);
        return enforces == null ? new CheckId[0] : enforces.value();
    });
    private final Map<CheckId, Set<String>> tests = annotated(ValidationTableTest.class, executable -> {
        RfcCheck check = executable.getAnnotation(RfcCheck.class);
        return check == null ? new CheckId[0] : check.value();
    });

    @Test
    void each_enforced_check_has_a_place_in_the_code_and_a_test() {
        for (CheckId check : CheckId.values()) {
            boolean enforced = check.status() == CheckStatus.ENFORCED;
            assertThat(places.containsKey(check)).as("a place for " + check).isEqualTo(enforced);
            assertThat(tests.containsKey(check)).as("a test for " + check).isEqualTo(enforced);
        }
    }

    @Test
    void ids_and_reasons_are_told_apart() {
        assertThat(CheckId.values()).extracting(CheckId::id).doesNotHaveDuplicates();
        assertThat(CheckId.values()).extracting(CheckId::reason).doesNotHaveDuplicates();
    }

    @Test
    void the_published_table_is_what_the_annotations_say() throws IOException {
        String expected = render();
        if ("write".equals(System.getProperty("epochal.table"))) {
            Files.createDirectories(TABLE.getParent());
            Files.writeString(TABLE, expected);
        }
        assertThat(Files.readString(TABLE)).isEqualTo(expected);
    }

    private String render() {
        StringBuilder text = new StringBuilder(INTRODUCTION);
        for (CheckStatus status : CheckStatus.values()) {
            List<CheckId> checks = Arrays.stream(CheckId.values())
                    .filter(check -> check.status() == status)
                    .toList();
            text.append("\n## ")
                    .append(title(status))
                    .append(" (")
                    .append(checks.size())
                    .append(")\n\n");
            boolean enforced = status == CheckStatus.ENFORCED;
            text.append(
                    enforced
                            ? "| Id | Rule | Refused if | Code | Test |\n|---|---|---|---|---|\n"
                            : "| Id | Rule | Wrong if |\n|---|---|---|\n");
            for (CheckId check : checks) {
                text.append("| `")
                        .append(check.id())
                        .append("` | ")
                        .append(check.reference())
                        .append(" | ");
                text.append(check.reason()).append(" |");
                if (enforced) {
                    text.append(' ')
                            .append(names(places, check))
                            .append(" | ")
                            .append(names(tests, check))
                            .append(" |");
                }
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static String names(Map<CheckId, Set<String>> where, CheckId check) {
        return where.getOrDefault(check, Set.of()).stream()
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining("<br>"));
    }

    private static String title(CheckStatus status) {
        return switch (status) {
            case ENFORCED -> "Enforced by the server";
            case MEMBERS_DUTY -> "Members' duty";
            case APPLICATIONS_POLICY -> "Application's policy";
        };
    }

    private static Map<CheckId, Set<String>> annotated(Class<?> root, Function<Executable, CheckId[]> checks) {
        Map<CheckId, Set<String>> found = new EnumMap<>(CheckId.class);
        for (Class<?> type : classesBeside(root)) {
            List<Executable> executables = new ArrayList<>(List.of(type.getDeclaredMethods()));
            executables.addAll(List.of(type.getDeclaredConstructors()));
            for (Executable executable : executables) {
                for (CheckId check : checks.apply(executable)) {
                    found.computeIfAbsent(check, _ -> new TreeSet<>())
                            .add(type.getSimpleName() + "." + executable.getName());
                }
            }
        }
        return found;
    }

    private static List<Class<?>> classesBeside(Class<?> root) {
        try {
            Path base = Path.of(
                    root.getProtectionDomain().getCodeSource().getLocation().toURI());
            try (Stream<Path> files = Files.walk(base)) {
                List<Class<?>> classes = new ArrayList<>();
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".class")).toList()) {
                    String name = base.relativize(file).toString().replace('/', '.');
                    if (!name.endsWith("-info.class")) {
                        classes.add(Class.forName(name.substring(0, name.length() - 6), false, root.getClassLoader()));
                    }
                }
                return classes;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final String INTRODUCTION = """
            # What is checked, and by whom

            The server follows each group of the mode *verified* without the group's secrets. This page lists every rule that
            RFC 9420 and the MLS extensions draft lay down for the public side of a group, and who checks it. A refusal names
            the id of its check; the HTTP interface passes it on as part of a problem document.

            Bytes that are not well formed (a length that is not minimal, octets after the end, an unknown proposal or
            credential type, two extensions of one type, a ratchet tree whose last node is blank, …) are refused before
            any of these checks, with what was wrong and where.

            Three things can't be seen without secrets and so can't be checked by any server: that the membership tag and the
            confirmation tag are right, that the path secrets of a Commit lead to the published keys, and what a
            PrivateMessage says. A malicious member can therefore still send a Commit that the server accepts and the other
            members refuse (RFC 9420 §16.12). Members should report such Commits; the history names the sender.

            Signatures are checked more strictly than the RFC asks, so that all implementations come to one verdict:
            Ed25519 and Ed448 signatures need a canonical point of full order and a scalar below the group order; keys of
            small or mixed order are refused; ECDSA signatures are the shortest DER.
            """;
}
