package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The launcher `./epochal`, as far as it answers without a build.
class LauncherTest {
    private static final String LAUNCHER = Path.of("..", "epochal").toString();

    @Test
    void its_help_lists_each_verb_of_the_program() {
        var help = Verb.end(List.of("sh", LAUNCHER, "--help"));
        assertThat(help.exit()).isZero();
        assertThat(Main.commandLine().getSubcommands().keySet())
                .isNotEmpty()
                .filteredOn(verb -> !verb.equals("help"))
                .allSatisfy(verb -> assertThat(help.out().lines())
                        .as(verb)
                        .anyMatch(line -> line.matches("  " + verb + " +\\S.*")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "build", "test", "setup-env", "containers"})
    void each_verb_of_its_own_explains_itself_at_once(String verb) {
        var help = Verb.end(List.of("sh", LAUNCHER, verb, "--help"));
        assertThat(help.exit()).isZero();
        assertThat(help.out()).startsWith("Usage: ./epochal");
        assertThat(help.err()).isEmpty();
    }

    @Test
    void without_a_verb_it_explains_itself() {
        assertThat(Verb.end(List.of("sh", LAUNCHER)).out()).contains("Usage: ./epochal COMMAND [ARGUMENTS]");
    }

    @Test
    void the_program_has_a_description_for_each_verb_and_each_option() {
        var program = Main.commandLine();
        assertThat(program.getSubcommands().values()).allSatisfy(verb -> {
            assertThat(verb.getCommandSpec().usageMessage().description())
                    .as(verb.getCommandName())
                    .isNotEmpty();
            assertThat(verb.getCommandSpec().options())
                    .allSatisfy(option -> assertThat(option.description())
                            .as(verb.getCommandName() + " " + option.longestName())
                            .isNotEmpty());
        });
    }
}
