package dev.epochal.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.GroupFrozen;
import dev.epochal.schema.record.InvalidMessage;
import dev.epochal.schema.record.PolicyRefusal;
import dev.epochal.schema.record.RateExceeded;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.TooLarge;
import dev.epochal.schema.record.UnknownProposal;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class RefusalsTest {
    @Test
    void each_reason_has_a_type_of_its_own() {
        var types = Arrays.stream(Refusal.ReasonCase.values())
                .filter(reason -> reason != Refusal.ReasonCase.REASON_NOT_SET)
                .map(Refusals::type)
                .toList();
        assertThat(types).doesNotHaveDuplicates();
    }

    @Test
    void tells_the_check_the_section_and_the_detail() {
        var problem = Refusals.problem(Refusal.newBuilder()
                .setRfc("RFC 9420 §6.1")
                .setDetail("the signature is wrong")
                .setCheckId("message-signature")
                .setInvalidMessage(InvalidMessage.getDefaultInstance())
                .build());
        var document = problem.document("c-1");
        assertThat(document.path("type").asText()).isEqualTo("https://epochal.dev/problems/invalid-message");
        assertThat(document.path("status").asInt()).isEqualTo(422);
        assertThat(document.path("title").asText()).isNotEmpty();
        assertThat(document.path("detail").asText()).isEqualTo("the signature is wrong");
        assertThat(document.path("rfc").asText()).isEqualTo("RFC 9420 §6.1");
        assertThat(document.path("check").asText()).isEqualTo("message-signature");
        assertThat(document.path("next").path("action").asText()).isEqualTo("fix-message");
        assertThat(document.path("correlationId").asText()).isEqualTo("c-1");
    }

    @Test
    void tells_what_a_reason_knows() {
        var missing = Refusals.problem(Refusal.newBuilder()
                .setUnknownProposal(UnknownProposal.newBuilder().addMissing(ByteString.copyFrom(new byte[] {1, 2})))
                .build());
        assertThat(missing.document("").path("missing").path(0).asText()).isEqualTo("AQI");
        var large = Refusals.problem(Refusal.newBuilder()
                .setTooLarge(TooLarge.newBuilder().setWhat("welcome").setSize(9).setLimit(8))
                .build());
        assertThat(large.document("").path("limit").asInt()).isEqualTo(8);
        var frozen = Refusals.problem(Refusal.newBuilder()
                .setGroupFrozen(GroupFrozen.newBuilder().setSuccessorGroupId(ByteString.copyFrom(new byte[] {3})))
                .build());
        assertThat(frozen.document("").path("next").path("groupId").asText()).isEqualTo("Aw");
    }

    @Test
    void another_log_than_the_pinned_one_has_a_type_of_its_own() {
        assertThat(type("change_log")).isEqualTo("https://epochal.dev/problems/log-pinned");
        assertThat(type("change_group")).isEqualTo("https://epochal.dev/problems/policy");
    }

    private static String type(String rule) {
        var refusal = Refusal.newBuilder()
                .setPolicyRefusal(PolicyRefusal.newBuilder().setRule(rule))
                .build();
        var document = Refusals.problem(refusal).document("");
        assertThat(document.path("rule").asText()).isEqualTo(rule);
        return document.path("type").asText();
    }

    @Test
    void rounds_up_how_long_to_wait() {
        var rate = Refusals.problem(Refusal.newBuilder()
                .setRateExceeded(RateExceeded.newBuilder().setRetryAfterMs(1_001))
                .build());
        assertThat(rate.headers()).containsEntry("Retry-After", "2");
    }
}
