package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.CipherSuite;
import dev.epochal.mls.proposal.ReInit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A Commit that passed all checks, and what it leads to. To accept it is to go on with [#after]; to drop it is
/// to forget it. Immutable.
public final class StagedCommit {
    private final PublicGroup before;
    private final PublicGroup after;
    private final int committer;
    private final boolean external;
    private final List<CoveredProposal> proposals;
    private final boolean path;
    private final RosterChange roster;
    private final List<Integer> takenOnTrust;

    StagedCommit(PublicGroup before, PublicGroup after, Committer committer, Effects effects) {
        this.before = before;
        this.after = after;
        this.committer = committer.leafIndex();
        this.external = committer.external();
        this.proposals = effects.proposals();
        this.path = effects.path();
        this.roster = effects.roster();
        this.takenOnTrust = effects.takenOnTrust();
    }

    /// Who committed.
    record Committer(int leafIndex, boolean external) {}

    /// What the Commit does beside leading to another state.
    record Effects(List<CoveredProposal> proposals, boolean path, RosterChange roster, List<Integer> takenOnTrust) {}

    /// The group before the Commit.
    public PublicGroup before() {
        return before;
    }

    /// The group after the Commit.
    public PublicGroup after() {
        return after;
    }

    /// The committer's leaf index, in the new tree.
    public int committer() {
        return committer;
    }

    /// Whether the committer joins by this Commit.
    public boolean external() {
        return external;
    }

    /// The proposals that the Commit covers, in its order.
    public List<CoveredProposal> proposals() {
        return proposals;
    }

    /// Who comes, goes and changes.
    public RosterChange roster() {
        return roster;
    }

    /// The changed nodes of the tree. Computed at each call, in time that depends on the change only.
    public TreeDelta treeDelta() {
        return TreeDelta.between(before, after);
    }

    /// The components whose new data were taken from the GroupInfo, because only members can tell what their
    /// updates do. Empty for all other Commits: these are fully verified.
    public List<Integer> takenOnTrust() {
        return takenOnTrust;
    }

    /// What closes the group, if this Commit does.
    public Optional<ReInit> reInit() {
        return after.successor();
    }

    /// The KeyPackageRefs of the added clients, in the order of the Adds: each of them needs a Welcome.
    public List<Octets> addedKeyPackageRefs() {
        CipherSuite suite = before.suite();
        return new ProposalList(proposals)
                .addedKeyPackages()
                .map(keyPackage -> keyPackage.ref(suite))
                .toList();
    }

    /// Who has to apply the Commit before it is known to be well formed (§16.12).
    public List<CopathSubtree> copath() {
        Set<Integer> joined = roster.addedLeaves();
        return path ? CopathSubtree.ofPath(after, committer, joined) : CopathSubtree.ofWhole(after, committer, joined);
    }

    /// Whether the Commit brings new secrets along a path.
    boolean hasPath() {
        return path;
    }
}
