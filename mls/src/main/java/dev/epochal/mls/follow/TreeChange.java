package dev.epochal.mls.follow;

import dev.epochal.mls.framing.Sender;
import dev.epochal.mls.keypackage.KeyPackage;
import dev.epochal.mls.proposal.Update;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.Member;
import dev.epochal.mls.tree.UpdatePath;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Enforces;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Applies a Commit's proposals and path to the tree (RFC 9420 §12.3, §12.4.2) and notes who comes, goes and changes.
final class TreeChange {
    private final Observer observer;
    private final PublicGroup group;
    private final GroupParameters parameters;
    private final TreeEditor editor;
    private final Set<Integer> newLeaves = new HashSet<>();
    private final List<Member> removed = new ArrayList<>();
    private final List<RosterChange.Updated> updated = new ArrayList<>();
    private final List<Member> added = new ArrayList<>();

    TreeChange(Observer observer, PublicGroup group, GroupParameters parameters) {
        this.observer = observer;
        this.group = group;
        this.parameters = parameters;
        this.editor = new TreeEditor(group.tree(), observer.rules());
    }

    TrackedTree tree() {
        return editor.tree();
    }

    RosterChange roster() {
        return new RosterChange(removed, updated, added);
    }

    /// Updates, then removals, then Adds. All leaves that change are emptied first, so that the order of
    /// Updates doesn't matter for the uniqueness of keys.
    void applyProposals(ProposalList list) {
        List<CoveredProposal> updates = list.all().stream()
                .filter(covered -> covered.proposal() instanceof Update)
                .toList();
        for (CoveredProposal update : updates) {
            editor.vacate(leafOf(update));
        }
        for (int leafIndex : list.removedLeaves()) {
            LeafNode leaf =
                    group.leaf(leafIndex).orElseThrow(() -> CheckId.REMOVE_MEMBER.refuse("the leaf " + leafIndex));
            removed.add(new Member(leafIndex, leaf));
            editor.vacate(leafIndex);
        }
        for (CoveredProposal update : updates) {
            replace(leafOf(update), ((Update) update.proposal()).leafNode());
        }
        checkSpecialTypes(list);
        if (!removed.isEmpty()) {
            editor.truncate();
        }
        list.addedKeyPackages().forEach(this::add);
    }

    @Enforces(CheckId.SENDER_CONTENT)
    private static int leafOf(CoveredProposal update) {
        if (!(update.sender() instanceof Sender.Member(long leafIndex))) {
            throw CheckId.SENDER_CONTENT.refuse("an Update from outside");
        }
        return (int) leafIndex;
    }

    private void replace(int leafIndex, LeafNode leaf) {
        parameters.checkSupport(leaf);
        editor.occupy(leafIndex, leaf);
        updated.add(new RosterChange.Updated(leafIndex, group.leaf(leafIndex).orElseThrow(), leaf));
    }

    private void add(KeyPackage keyPackage) {
        parameters.checkSupport(keyPackage.leafNode());
        int leafIndex = editor.add(keyPackage.leafNode());
        newLeaves.add(leafIndex);
        added.add(new Member(leafIndex, keyPackage.leafNode()));
    }

    /// Those who were members before and still are must understand each proposal.
    @Enforces(CheckId.PROPOSAL_SUPPORTED)
    private void checkSpecialTypes(ProposalList list) {
        TrackedTree tree = editor.tree();
        for (int type : list.specialTypes()) {
            CheckId.PROPOSAL_SUPPORTED.require(
                    tree.allSupport(Tallies.Kind.PROPOSAL, type), "the proposal type " + type);
        }
    }

    /// A place for a client that joins by the Commit itself.
    int claimLeaf() {
        return editor.claimBlankLeaf();
    }

    /// Checks and merges the path.
    void applyPath(int committer, UpdatePath path, ProposalList list) {
        LeafNode leaf = path.leafNode();
        Optional<LeafNode> before =
                added.stream().anyMatch(member -> member.leafIndex() == committer) || isRemoved(committer)
                        ? Optional.empty()
                        : group.leaf(committer);
        boolean knownKey = before.filter(old -> old.signatureKey().equals(leaf.signatureKey()))
                .isPresent();
        LeafPlace place = new LeafPlace.InCommit(group.context().groupId(), committer);
        new LeafChecks(observer, group.suite()).check(leaf, place, knownKey);
        parameters.checkSupport(leaf);
        checkFreshAfterResync(leaf, list.resyncedLeaf(), before.isEmpty());
        new PathMerge(editor, committer, path).merge(newLeaves);
        before.ifPresentOrElse(
                old -> updated.add(new RosterChange.Updated(committer, old, leaf)),
                () -> added.add(new Member(committer, leaf)));
    }

    private boolean isRemoved(int leafIndex) {
        return removed.stream().anyMatch(member -> member.leafIndex() == leafIndex);
    }

    /// The leaf of a client that replaces its old self is as new as an Update's (§12.2).
    @Enforces(CheckId.UPDATE_KEY_FRESH)
    private void checkFreshAfterResync(LeafNode leaf, OptionalInt resynced, boolean joins) {
        if (joins && resynced.isPresent()) {
            boolean same = group.leaf(resynced.getAsInt())
                    .filter(old -> old.encryptionKey().equals(leaf.encryptionKey()))
                    .isPresent();
            CheckId.UPDATE_KEY_FRESH.require(!same, "the leaf " + resynced.getAsInt());
        }
    }
}
