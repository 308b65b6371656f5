package dev.epochal.server.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class CheckpointKeysTest {
    private static final String KEY = "EPOCHAL_CHECKPOINT_KEY";
    private static final String NAME = "EPOCHAL_CHECKPOINT_NAME";
    private static final String ZEROS = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private static final String OLD = "__________________________________________8";

    private static CheckpointKeys external(Map<String, String> variables) {
        return CheckpointKeys.of(new Environment(variables), false);
    }

    @Test
    void a_new_key_and_those_that_it_replaces_are_read_in_order() {
        var keys = external(Map.of(KEY, ZEROS + ", " + OLD, NAME, "chat.example.org"));
        assertThat(keys.name()).isEqualTo("chat.example.org");
        assertThat(keys.secrets()).hasSize(2);
        assertThat(keys.secrets().getFirst()).containsOnly(0);
        assertThat(keys.secrets().getLast()).containsOnly(-1);
        assertThat(keys.toString()).doesNotContain(ZEROS);
    }

    @Test
    void nothing_is_signed_where_nothing_is_set() {
        assertThat(external(Map.of()).secrets()).isEmpty();
    }

    @Test
    void the_embedded_default_keeps_a_key_of_its_own() {
        var keys = CheckpointKeys.of(new Environment(Map.of()), true).orSecret(OLD);
        assertThat(keys.name()).isEqualTo("localhost");
        assertThat(keys.secrets()).hasSize(1);
        var given = CheckpointKeys.of(new Environment(Map.of(KEY, ZEROS)), true).orSecret(OLD);
        assertThat(given.secrets().getFirst()).containsOnly(0);
    }

    @Test
    void key_and_name_are_set_together_or_not_at_all() {
        assertThatThrownBy(() -> external(Map.of(KEY, ZEROS)))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining(NAME + " is not");
        assertThatThrownBy(() -> external(Map.of(NAME, "chat.example.org")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining(KEY + " is not");
    }

    @Test
    void what_can_be_no_key_and_no_name_is_refused_without_being_repeated() {
        assertThatThrownBy(() -> external(Map.of(KEY, "c2VjcmV0", NAME, "chat")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageNotContaining("c2VjcmV0");
        assertThatThrownBy(() -> external(Map.of(KEY, "secret!", NAME, "chat")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageNotContaining("secret!");
        assertThatThrownBy(() -> external(Map.of(KEY, ZEROS, NAME, "two words")))
                .isInstanceOf(StartRefusedException.class);
    }
}
