package dev.epochal.testkit;

import dev.epochal.client.Octets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.mls.codec.AuthenticatedContent;
import org.bouncycastle.mls.codec.Commit;
import org.bouncycastle.mls.codec.ProposalOrRefType;
import org.bouncycastle.mls.codec.ProposalType;

/// The Proposals of an epoch that wait for a Commit, as far as the engine doesn't tell. Not thread-safe.
final class PendingProposals {
    private static final int NOBODY = -1;

    /// By ProposalRef: the leaf that is removed, or [#NOBODY].
    private final Map<Octets, Integer> removedLeafByRef = new HashMap<>();

    private boolean updatesItself;

    /// Remembers a Proposal.
    void add(AuthenticatedContent content) throws Exception {
        removedLeafByRef.put(Contents.proposalRef(content), Contents.removedLeaf(content));
    }

    /// This member has proposed to renew its leaf.
    void updatesItself() {
        updatesItself = true;
    }

    /// A new epoch has begun.
    void clear() {
        removedLeafByRef.clear();
        updatesItself = false;
    }

    /// Whether the member at this leaf, which is this one, may commit all of them (RFC 9420 §12.2).
    boolean canBeCommittedBy(int leaf) {
        return !updatesItself && !removedLeafByRef.containsValue(leaf);
    }

    Set<Integer> removedLeaves() {
        return new HashSet<>(removedLeafByRef.values());
    }

    /// Whether each Proposal that the Commit names is there.
    boolean knowsAllOf(Commit commit) {
        return commit.getProposals().stream()
                .filter(entry -> entry.getType() == ProposalOrRefType.REFERENCE)
                .allMatch(entry -> removedLeafByRef.containsKey(Octets.of(entry.getReference())));
    }

    /// Whether the Commit removes the member at this leaf.
    boolean removedBy(Commit commit, int leaf) {
        for (var entry : commit.getProposals()) {
            int removed = NOBODY;
            if (entry.getType() == ProposalOrRefType.REFERENCE) {
                removed = removedLeafByRef.getOrDefault(Octets.of(entry.getReference()), NOBODY);
            } else if (entry.getProposal().getProposalType() == ProposalType.REMOVE) {
                removed = entry.getProposal().getRemove().removed.value();
            }
            if (removed == leaf) {
                return true;
            }
        }
        return false;
    }
}
