package dev.epochal.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@DisplayNameGeneration(ReplaceUnderscores.class)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class PostgresSettingsTest {
    private static final String PROPERTY = "epochal.postgres.programs";
    private static final Path DATA = Path.of("data", "postgres");

    @Test
    void programs_lie_in_the_folder_of_the_data_if_nothing_else_is_said() {
        assertThat(programsWhereThePropertyIs("")).isEqualTo(DATA);
    }

    @Test
    void programs_lie_where_the_property_says() {
        assertThat(programsWhereThePropertyIs("elsewhere")).isEqualTo(Path.of("elsewhere"));
    }

    private static Path programsWhereThePropertyIs(String value) {
        var before = System.getProperty(PROPERTY, "");
        System.setProperty(PROPERTY, value);
        try {
            return PostgresSettings.of(DATA, Durability.OS).programs();
        } finally {
            System.setProperty(PROPERTY, before);
        }
    }
}
