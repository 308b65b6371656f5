package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.report.CommitReport;
import dev.epochal.mls.report.CommitReport.Outcome;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.schema.record.CommitReported;
import dev.epochal.schema.record.CopathSubtree;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.Refusal.ReasonCase;
import java.io.IOException;
import java.util.List;
import org.bouncycastle.crypto.CryptoException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// Members' reports on Commits: whose are taken, and that nothing follows from them.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class ReportTest {
    private static final Octets HASH = Octets.owning(new byte[32]);

    private final LiveClient alice = LiveClient.named("alice/phone");
    private final LiveClient bob = LiveClient.named("bob/laptop");
    private final LiveClient carol = LiveClient.named("carol/tablet");
    private final LiveClient mallory = LiveClient.named("mallory/phone");
    private final Scene scene = Scene.of(alice, bob, carol);

    @Test
    void a_report_becomes_an_event_and_changes_nothing_else() {
        GroupState before = scene.state();
        ByteString report = report(bob, 1, 1, Outcome.FAILED);

        GroupEvent event = scene.given(scene.report(bob, report));

        CommitReported body = event.getCommitReported();
        assertThat(body.getReport()).isEqualTo(report);
        assertThat(body.getLeafIndex()).isOne();
        assertThat(body.getEpoch()).isOne();
        assertThat(body.getApplied()).isFalse();
        assertThat(body.getAuthenticatorHash()).isEmpty();
        assertThat(event.getHeader().getEpochAfter()).isOne();
        assertThat(scene.state().group()).isSameAs(before.group());
        scene.given(scene.message(alice, alice.message("The group goes on.")));
    }

    @Test
    void the_checks_come_in_this_order() {
        ByteString large = ByteString.copyFrom(new byte[scene.limits.reportBytesMax() + 1]);
        assertThat(reason(mallory, large)).isEqualTo(ReasonCase.TOO_LARGE);
        assertThat(reason(mallory, ByteString.copyFrom(new byte[9]))).isEqualTo(ReasonCase.MALFORMED_MESSAGE);
        ByteString elsewhere = signed(bob, unsigned("another group", 1, 7, Outcome.APPLIED));
        assertThat(reason(mallory, elsewhere)).isEqualTo(ReasonCase.NOT_A_MEMBER);
        assertThat(reason(bob, elsewhere)).isEqualTo(ReasonCase.GROUP_MISMATCH);
        assertThat(reason(bob, report(bob, 0, 2, Outcome.APPLIED))).isEqualTo(ReasonCase.FUTURE_EPOCH);
        assertThat(reason(bob, report(bob, 0, 0, Outcome.APPLIED))).isEqualTo(ReasonCase.UNREPORTABLE_EPOCH);
        assertThat(reason(bob, report(bob, 0, 1, Outcome.APPLIED))).isEqualTo(ReasonCase.SENDER_MISMATCH);
        assertThat(reason(bob, report(bob, 99, 1, Outcome.APPLIED))).isEqualTo(ReasonCase.SENDER_MISMATCH);
        Refusal forged = scene.refused(scene.report(bob, report(carol, 1, 1, Outcome.APPLIED)));
        assertThat(forged.getReasonCase()).isEqualTo(ReasonCase.INVALID_MESSAGE);
        assertThat(forged.getCheckId()).isEqualTo(CheckId.REPORT_SIGNATURE.id());
    }

    @Test
    void a_member_reports_so_often_in_an_epoch_and_no_more() {
        int max = scene.limits.reportsOfClientMax();
        for (int i = 0; i < max; i++) {
            scene.given(Scene.withKey(scene.report(bob, report(bob, 1, 1, Outcome.FAILED, i)), 40 + i));
        }
        Refusal refusal = scene.refused(scene.report(bob, report(bob, 1, 1, Outcome.APPLIED)));
        assertThat(refusal.getReportsFull().getLimit()).isEqualTo(max);
        scene.given(scene.report(carol, report(carol, 2, 1, Outcome.APPLIED)));

        scene.given(alice, alice.stage(List.of(), true).submission());
        scene.given(scene.report(bob, report(bob, 1, 1, Outcome.APPLIED)));
    }

    @Test
    void the_same_report_is_taken_once() {
        GroupEvent first = scene.given(scene.report(bob, report(bob, 1, 1, Outcome.APPLIED)));
        assertThat(scene.repeated(scene.report(bob, report(bob, 1, 1, Outcome.APPLIED)))
                        .getSeq())
                .isEqualTo(first.getHeader().getSeq());
    }

    @Test
    void a_closed_group_takes_no_reports() {
        scene.given(alice, alice.stageReInit("successor").submission());
        assertThat(reason(bob, report(bob, 1, 2, Outcome.APPLIED))).isEqualTo(ReasonCase.GROUP_FROZEN);
    }

    @Test
    void a_commit_says_of_whom_it_needs_a_report() {
        GroupEvent commit = scene.given(alice, alice.stage(List.of(), true).submission());
        assertThat(commit.getCommitAccepted().getCopathList()).containsExactly(subtree(5, 4), subtree(2));
    }

    private static CopathSubtree subtree(int node, Integer... receivers) {
        return CopathSubtree.newBuilder()
                .setNodeIndex(node)
                .addAllReceivers(List.of(receivers))
                .build();
    }

    private ReasonCase reason(LiveClient caller, ByteString report) {
        return scene.refused(scene.report(caller, report)).getReasonCase();
    }

    private static ByteString report(LiveClient by, int leaf, long epoch, Outcome outcome) {
        return report(by, leaf, epoch, outcome, 0);
    }

    private static ByteString report(LiveClient by, int leaf, long epoch, Outcome outcome, int hash) {
        byte[] octets = new byte[32];
        octets[0] = (byte) hash;
        CommitReport unsigned = unsigned(Scene.GROUP, leaf, epoch, outcome);
        return signed(
                by,
                new CommitReport(
                        unsigned.groupId(),
                        epoch,
                        leaf,
                        outcome,
                        Octets.owning(octets),
                        unsigned.authenticatorHash(),
                        Octets.EMPTY));
    }

    private static CommitReport unsigned(String group, int leaf, long epoch, Outcome outcome) {
        Octets authenticator = outcome == Outcome.APPLIED ? HASH : Octets.EMPTY;
        return new CommitReport(Octets.ofText(group), epoch, leaf, outcome, HASH, authenticator, Octets.EMPTY);
    }

    private static ByteString signed(LiveClient by, CommitReport report) {
        try {
            byte[] signature = LiveClient.SUITE.signWithLabel(
                    by.signatureSecretKey(),
                    report.signContent().label().text(),
                    report.signContent().content().toByteArray());
            return Bytes.string(report.signedWith(Octets.owning(signature)).encoded());
        } catch (IOException | CryptoException e) {
            throw new AssertionError(e);
        }
    }
}
