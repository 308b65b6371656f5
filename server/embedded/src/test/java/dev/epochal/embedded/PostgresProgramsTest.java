package dev.epochal.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PostgresProgramsTest {
    @Test
    void who_unpacks_and_finds_that_another_was_sooner_takes_what_stands_there(@TempDir Path folder) throws Exception {
        var home = folder.resolve("bin-" + PostgresPrograms.VERSION);

        var found = PostgresPrograms.unpacked(folder, () -> sooner(home));

        assertThat(found).isEqualTo(home);
        assertThat(home.resolve("bin/postgres")).hasContent("of another");
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(home);
        }
    }

    private static void sooner(Path home) {
        try {
            Files.createDirectories(home.resolve("bin"));
            Files.writeString(home.resolve("bin/postgres"), "of another");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
