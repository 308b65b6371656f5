package dev.epochal.server.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("S54")
class SecretsTest {
    private static final String STRONG = "q7Yk2Vd0Zr8TfW5uLm3HsXb6Jn9PcEa1";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short",
                "q7Yk2Vd0Zr8TfW5uLm3HsXb6Jn9PcEa",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "abababababababababababababababababababab",
                "my-very-own-SECRET-q7Yk2Vd0Zr8TfW5uLm3Hs",
                "q7Yk2Vd0Zr8TfW5uLm3HsXb6-changeme-please",
                "0123456789abcdef0123456789abcdef"
            })
    void refuses_a_secret_that_anybody_could_guess(String secret) {
        assertThatThrownBy(() -> trust(Map.of("JWT_SECRET", secret)))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("JWT_SECRET")
                .hasMessageNotContaining(secret);
    }

    @Test
    void takes_a_strong_one_from_the_environment_or_a_file(@TempDir Path folder) throws IOException {
        assertThat(trust(Map.of("JWT_SECRET", STRONG)).secret()).contains(STRONG);
        var file = Files.writeString(folder.resolve("secret"), STRONG + "\n");
        assertThat(trust(Map.of("JWT_SECRET_FILE", file.toString())).secret()).contains(STRONG);
    }

    @Test
    void refuses_two_sources_of_one_value_and_a_file_that_is_not_there(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("secret"), STRONG);
        assertThatThrownBy(() -> trust(Map.of("JWT_SECRET", STRONG, "JWT_SECRET_FILE", file.toString())))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageNotContaining(STRONG);
        assertThatThrownBy(() -> trust(Map.of("JWT_SECRET_FILE", folder + "/none")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("JWT_SECRET_FILE");
    }

    @Test
    void refuses_to_number_what_is_no_number_without_repeating_it() {
        var environment = new Environment(Map.of("SERVER_PORT", STRONG));
        assertThatThrownBy(() -> environment.number("SERVER_PORT"))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageNotContaining(STRONG);
    }

    @Test
    void no_setting_tells_a_secret_when_it_is_written_out() {
        var environment = new Environment(Map.of(
                "JWT_SECRET",
                STRONG,
                "DATABASE_URL",
                "postgresql://epochal:" + STRONG + "@db.example/epochal?sslmode=verify-full",
                "KAFKA_BOOTSTRAP_SERVERS",
                "kafka.example:9092"));
        var address = DatabaseAddress.of(environment).orElseThrow();
        assertThat(address.password()).isEqualTo(STRONG);
        assertThat(environment + " " + trust(environment.variables()) + address + LogAddress.of(environment))
                .doesNotContain(STRONG)
                .contains("JWT_SECRET", "kafka.example");
    }

    private static Configuration.Trust trust(Map<String, String> variables) {
        return Configuration.Trust.of(new Environment(variables));
    }
}
