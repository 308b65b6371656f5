package dev.epochal.processor.log;

import dev.epochal.processor.core.EarlierEvent;
import dev.epochal.processor.core.GroupSnapshot;
import dev.epochal.projections.read.StateReads;

/// Turns what the read model has stored into what the core restores a state from.
public final class StoredSnapshots {
    private StoredSnapshots() {}

    /// A group as the read model holds it.
    public static GroupSnapshot group(StateReads.StoredGroup stored) {
        return new GroupSnapshot(
                stored.groupId(),
                stored.logId(),
                stored.seq(),
                stored.head(),
                stored.epoch(),
                stored.handshakes(),
                stored.policy(),
                stored.successorGroupId(),
                stored.groupContext(),
                stored.confirmationTag(),
                stored.treeSize(),
                stored.nodes(),
                stored.pending().stream()
                        .map(pending -> new GroupSnapshot.PendingProposal(
                                pending.seq(), pending.epoch(), pending.proposalRef(), pending.proposal()))
                        .toList(),
                stored.recent().stream().map(StoredSnapshots::earlier).toList(),
                stored.payloadKeys());
    }

    static EarlierEvent earlier(StateReads.StoredEvent stored) {
        return new EarlierEvent(stored.header(), stored.kind(), stored.proposalRef());
    }
}
