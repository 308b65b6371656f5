package dev.epochal.api.group;

import com.google.protobuf.ByteString;
import dev.epochal.mls.tree.TreeMath;
import dev.epochal.projections.read.CommitOutline;
import dev.epochal.projections.read.ReportReads.MemberReport;
import dev.epochal.schema.record.CommitAccepted;
import dev.epochal.schema.record.CopathSubtree;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What its members' reports say of a Commit (RFC 9420 §16.12). A pure function of the Commit and the reports.
///
/// A Commit is settled once a member of each subtree of the copath has applied it. Members who hold the same key get
/// the same ciphertext, so who failed where another one succeeded has only itself to blame: such a report is
/// contradicted, and changes nothing. Reports change no more than what is said here: the group goes on in any case.
final class CommitStanding {
    /// How many users must report a failure if the policy doesn't say.
    private static final int DISPUTE_USERS_MIN = 2;

    private final CommitOutline outline;
    private final CommitAccepted commit;
    private final long epoch;
    private final List<MemberReport> reports;

    CommitStanding(CommitOutline outline, List<MemberReport> reports) {
        this.outline = outline;
        this.commit = outline.commit();
        this.epoch = outline.epoch();
        this.reports =
                reports.stream().filter(report -> report.memberSince() <= epoch).toList();
    }

    /// How sure it is that all members can follow, from the best to the worst.
    enum State {
        /// A member of each subtree has applied the Commit.
        SETTLED,
        /// Not yet of each; nobody has failed.
        UNSETTLED,
        /// A member could not apply it, or members came to different secrets.
        SUSPECT,
        /// As many users as the policy asks for could not.
        DISPUTED
    }

    /// A member that could not apply the Commit.
    ///
    /// @param subtree the node of the copath below which the member is; empty for one that joined by the Commit
    /// @param contradicted whether another member that got the same ciphertext has applied it
    record Failure(MemberReport report, Optional<Integer> subtree, boolean contradicted) {}

    CommitOutline outline() {
        return outline;
    }

    long epoch() {
        return epoch;
    }

    /// The subtrees of the copath none of whose members has applied the Commit, by the node.
    List<Integer> awaited() {
        return commit.getCopathList().stream()
                .map(CopathSubtree::getNodeIndex)
                .filter(node -> witnesses().noneMatch(report -> TreeMath.covers(node, report.leafIndex())))
                .toList();
    }

    /// Who could not apply it and hasn't caught up since.
    List<Failure> failures() {
        return reports.stream()
                .filter(report -> report.epoch() == epoch && !hasApplied(report) && !hasCaughtUp(report))
                .map(this::failure)
                .sorted(Comparator.comparingLong(failure -> failure.report().seq()))
                .toList();
    }

    /// Whether members that have applied it came to different secrets: some of them are in another group now.
    boolean isDivided() {
        Set<ByteString> hashes = new HashSet<>();
        reports.stream()
                .filter(report -> report.epoch() == epoch && hasApplied(report))
                .forEach(report -> hashes.add(report.authenticatorHash()));
        return hashes.size() > 1;
    }

    /// How the Commit stands.
    ///
    /// @param disputeUsersMin what the policy says; 0 for the default
    /// @param counted which failures matter, of those that nothing contradicts
    State state(int disputeUsersMin, Predicate<Failure> counted) {
        long users = failures().stream()
                .filter(failure -> !failure.contradicted())
                .filter(counted)
                .map(failure -> failure.report().identity().getUser())
                .distinct()
                .count();
        if (users >= (disputeUsersMin == 0 ? DISPUTE_USERS_MIN : disputeUsersMin)) {
            return State.DISPUTED;
        }
        if (users > 0 || isDivided()) {
            return State.SUSPECT;
        }
        return awaited().isEmpty() ? State.SETTLED : State.UNSETTLED;
    }

    private Failure failure(MemberReport report) {
        var subtree = commit.getCopathList().stream()
                .map(CopathSubtree::getNodeIndex)
                .filter(node -> TreeMath.covers(node, report.leafIndex()))
                .findFirst();
        var receiver = receiver(report.leafIndex());
        boolean contradicted = receiver.isPresent()
                && witnesses().anyMatch(witness -> receiver(witness.leafIndex()).equals(receiver));
        return new Failure(report, subtree, contradicted);
    }

    /// Members who got the Commit's secrets along its path and could use them.
    private Stream<MemberReport> witnesses() {
        return reports.stream()
                .filter(report -> report.memberSince() < epoch && hasApplied(report) && !isCommitter(report));
    }

    private boolean isCommitter(MemberReport report) {
        return commit.hasCommitterLeaf() && commit.getCommitterLeaf() == report.leafIndex();
    }

    /// Who has applied a later Commit has applied this one.
    private boolean hasApplied(MemberReport report) {
        return report.applied()
                && (report.epoch() > epoch
                        || report.confirmedTranscriptHash()
                                .equals(commit.getAfter().getConfirmedTranscriptHash()));
    }

    private boolean hasCaughtUp(MemberReport failed) {
        return reports.stream()
                .anyMatch(report -> report.leafIndex() == failed.leafIndex()
                        && report.memberSince() == failed.memberSince()
                        && hasApplied(report));
    }

    /// The node whose ciphertext is for the leaf: the lowest one above it, since an unmerged leaf gets one of its own.
    private Optional<Integer> receiver(int leafIndex) {
        return commit.getCopathList().stream()
                .flatMap(subtree -> subtree.getReceiversCount() == 0
                        ? Stream.of(subtree.getNodeIndex())
                        : subtree.getReceiversList().stream())
                .filter(node -> TreeMath.covers(node, leafIndex))
                .min(Comparator.comparingInt(TreeMath::level));
    }
}
