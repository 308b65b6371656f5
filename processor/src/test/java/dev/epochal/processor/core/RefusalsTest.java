package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.mls.validation.CheckId;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.Refusal.ReasonCase;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RefusalsTest {
    @ParameterizedTest
    @EnumSource(CheckId.class)
    void a_failed_check_is_told_by_its_id_its_section_and_its_reason(CheckId check) {
        dev.epochal.mls.validation.Refusal cause = new dev.epochal.mls.validation.Refusal(check, "why");
        for (Refusal refusal : List.of(
                Refusals.invalid(cause).refusal(),
                Refusals.invalidKeyPackage("a KeyPackage", cause).refusal())) {
            assertThat(refusal.getCheckId()).isEqualTo(check.id());
            assertThat(refusal.getRfc()).isEqualTo(check.reference());
            assertThat(refusal.getDetail()).endsWith(check.reason() + " (why).");
        }
    }

    @Test
    void the_part_of_a_submission_that_is_wrong_is_the_reason() {
        assertThat(reason(CheckId.TREE_PARENT_HASHES)).isEqualTo(ReasonCase.INVALID_GROUP_INFO);
        assertThat(reason(CheckId.GROUP_INFO_TAG)).isEqualTo(ReasonCase.INVALID_GROUP_INFO);
        assertThat(reason(CheckId.WELCOME_MEMBERS)).isEqualTo(ReasonCase.WELCOME_MISMATCH);
        assertThat(reason(CheckId.PATH_LENGTH)).isEqualTo(ReasonCase.INVALID_MESSAGE);
    }

    private static ReasonCase reason(CheckId check) {
        return Refusals.invalid(check, "why").refusal().getReasonCase();
    }
}
