package dev.epochal.server.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// How types and methods are named, and how long methods are.
final class DeclarationRulesTest {
    private static final int METHOD_LINES_MAX = 70;
    private static final Pattern EMPTY_SUFFIX =
            Pattern.compile(".*(Manager|Helper|Utils?|Impl|Data|(?<!Group)Info|(?<!Delivery)Service)");
    private static final Set<String> TESTS = Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory");
    private static final Pattern SENTENCE = Pattern.compile("[a-z0-9]+(_[a-zA-Z0-9]+)+");

    private final SourceTree sources = SourceTree.read();
    private final List<Declaration> declarations = Declaration.in(sources.java());

    @Test
    void no_type_has_a_suffix_that_says_nothing() {
        assertNone(each -> !each.isMethod() && EMPTY_SUFFIX.matcher(each.name()).matches());
    }

    @Test
    void no_method_has_more_than_70_lines() {
        assertNone(each -> each.isMethod() && each.lines() > METHOD_LINES_MAX);
    }

    @Test
    void each_test_says_in_a_sentence_what_holds() {
        assertNone(each -> each.isMethod()
                && each.annotations().stream().anyMatch(TESTS::contains)
                && !SENTENCE.matcher(each.name()).matches());
    }

    private void assertNone(Predicate<Declaration> broken) {
        assertThat(declarations).hasSizeGreaterThan(sources.java().size());
        assertThat(declarations.stream().filter(broken).map(each -> sources.name(each.file()) + " " + each.name()))
                .isEmpty();
    }
}
