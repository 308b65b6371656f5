package dev.epochal.schema.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RecordSealTest {
    private static final byte[] KEY = {1, 2};
    private static final byte[] VALUE = {3, 4, 5};
    private static final byte[] SEAL = RecordSeal.of(Topic.GROUP_EVENTS, KEY, VALUE);

    @Test
    void accepts_a_record_where_it_belongs() {
        assertThat(RecordSeal.matches(SEAL, Topic.GROUP_EVENTS, KEY, VALUE)).isTrue();
    }

    @Test
    void notices_another_topic_key_or_value_and_a_missing_seal() {
        assertThat(RecordSeal.matches(SEAL, Topic.GROUP_COMMANDS, KEY, VALUE)).isFalse();
        assertThat(RecordSeal.matches(SEAL, Topic.GROUP_EVENTS, new byte[] {1}, VALUE))
                .isFalse();
        assertThat(RecordSeal.matches(SEAL, Topic.GROUP_EVENTS, KEY, new byte[] {3, 4}))
                .isFalse();
        assertThat(RecordSeal.matches(null, Topic.GROUP_EVENTS, KEY, VALUE)).isFalse();
    }

    @Test
    void notices_octets_that_moved_from_key_to_value() {
        assertThat(RecordSeal.matches(SEAL, Topic.GROUP_EVENTS, new byte[] {1, 2, 3}, new byte[] {4, 5}))
                .isFalse();
    }
}
