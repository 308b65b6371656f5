package dev.epochal.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The image's build sees each module that the parent POM names.
class ImageTest {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    static List<String> modules() {
        return MODULE.matcher(Repository.text("pom.xml"))
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void each_module_is_copied_or_at_least_its_pom(String module) {
        var room = module.replaceFirst("/.*", "");
        assertThat(Repository.text("deploy/Dockerfile").lines())
                .containsAnyOf("COPY " + room + " " + room, "COPY " + room + "/pom.xml " + room + "/pom.xml");
    }

    @ParameterizedTest
    @MethodSource("modules")
    void nothing_that_is_copied_is_left_out_of_the_context(String module) {
        var room = module.replaceFirst("/.*", "");
        assertThat(Repository.text(".dockerignore").lines()).containsAnyOf("!" + room, "!" + room + "/pom.xml");
    }
}
