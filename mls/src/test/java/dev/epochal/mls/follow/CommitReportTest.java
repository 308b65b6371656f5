package dev.epochal.mls.follow;

import static dev.epochal.mls.follow.PaperGroup.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.SignatureLabel;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.proposal.Remove;
import dev.epochal.mls.report.CommitReport;
import dev.epochal.mls.report.CommitReport.Outcome;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Checked;
import dev.epochal.mls.validation.RfcCheck;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// Who has to report on a Commit (RFC 9420 §16.12), and whose reports count.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CommitReportTest {
    private static final Octets HASH = Octets.owning(new byte[32]);

    private final PaperGroup group = PaperGroup.ofFour();

    @Test
    void asks_one_member_of_each_subtree_of_the_copath() {
        group.accept(group.commit(3));
        group.accept(group.commit(1));
        assertThat(group.stage(group.commit(0)).orThrow().copath()).containsExactly(whole(5), whole(2));
        assertThat(group.stage(group.commit(3)).orThrow().copath()).containsExactly(whole(1), whole(4));
    }

    @Test
    void names_each_ciphertext_below_a_blank_node() {
        group.accept(group.commit(0).with(new Remove(1)));
        Add add = new Add(group.client("erin").keyPackage());
        assertThat(group.stage(group.commit(2).with(add)).orThrow().copath())
                .containsExactly(new CopathSubtree(1, List.of(0)), whole(6));
        group.accept(group.commit(2).with(add));
        assertThat(group.stage(group.commit(3)).orThrow().copath())
                .containsExactly(new CopathSubtree(1, List.of(0, 2)), whole(4));
    }

    @Test
    void asks_no_one_who_joins_by_the_commit_itself() {
        Add add = new Add(group.client("erin").keyPackage());
        assertThat(group.stage(group.commit(0).with(add)).orThrow().copath())
                .flatExtracting(CopathSubtree::receivers)
                .doesNotContain(8);
        group.accept(group.commit(0).with(add));
        assertThat(group.stage(group.commit(0)).orThrow().copath().getFirst())
                .isEqualTo(new CopathSubtree(11, List.of(8)));
    }

    @Test
    void asks_anybody_about_a_commit_without_a_path() {
        Add add = new Add(group.client("erin").keyPackage());
        assertThat(group.stage(group.commit(0).with(add).withoutPath())
                        .orThrow()
                        .copath())
                .containsExactly(whole(7));
        PaperGroup alone = PaperGroup.create(Rules.strict(), Extensions.NONE);
        Add first = new Add(alone.client("first").keyPackage());
        assertThat(alone.stage(alone.commit(0).with(first).withoutPath())
                        .orThrow()
                        .copath())
                .isEmpty();
    }

    @Test
    @RfcCheck({CheckId.MESSAGE_GROUP, CheckId.SENDER_MEMBER, CheckId.REPORT_SIGNATURE})
    void takes_reports_of_members_only() {
        CommitReport report = report(2, Outcome.APPLIED);
        assertThat(check(signed(report, 2))).isEqualTo(new Checked.Passed<>(signed(report, 2)));
        assertRefused(check(signed(report, 1)), CheckId.REPORT_SIGNATURE);
        CommitReport other =
                report(2, Outcome.FAILED).signedWith(signed(report, 2).signature());
        assertRefused(check(other), CheckId.REPORT_SIGNATURE);
        Octets asMessage = group.at(2)
                .key()
                .sign(SignatureLabel.FRAMED_CONTENT, report.signContent().content());
        assertRefused(check(report.signedWith(asMessage)), CheckId.REPORT_SIGNATURE);
        assertRefused(check(report(9, Outcome.APPLIED)), CheckId.SENDER_MEMBER);
        CommitReport elsewhere =
                new CommitReport(Octets.ofText("elsewhere"), 1, 2, Outcome.FAILED, HASH, Octets.EMPTY, Octets.EMPTY);
        assertRefused(check(elsewhere), CheckId.MESSAGE_GROUP);
    }

    @Test
    void reads_what_it_writes_and_nothing_else() {
        CommitReport report = signed(report(2, Outcome.FAILED), 2);
        Octets octets = report.encoded();
        assertThat(CommitReport.parse(octets)).isEqualTo(report);
        CommitReport withHash =
                new CommitReport(report.groupId(), 1, 2, Outcome.FAILED, HASH, HASH, report.signature());
        assertThatThrownBy(() -> CommitReport.parse(withHash.encoded())).isInstanceOf(MalformedException.class);
        byte[] unknown = octets.toByteArray();
        unknown[report.groupId().size() + 1 + 8 + 4] = 3;
        assertThatThrownBy(() -> CommitReport.parse(Octets.owning(unknown))).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> CommitReport.parse(octets.slice(0, octets.size() - 1)))
                .isInstanceOf(MalformedException.class);
    }

    private static CopathSubtree whole(int node) {
        return new CopathSubtree(node, List.of(node));
    }

    private CommitReport report(int leaf, Outcome outcome) {
        return new CommitReport(
                group.state.context().groupId(),
                group.state.context().epoch(),
                leaf,
                outcome,
                HASH,
                outcome == Outcome.APPLIED ? HASH : Octets.EMPTY,
                Octets.EMPTY);
    }

    private CommitReport signed(CommitReport report, int leaf) {
        return report.signedWith(group.at(leaf)
                .key()
                .sign(SignatureLabel.COMMIT_REPORT, report.signContent().content()));
    }

    private Checked<CommitReport> check(CommitReport report) {
        return group.observer.checkReport(group.state, report);
    }
}
