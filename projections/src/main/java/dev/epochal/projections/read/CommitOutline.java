package dev.epochal.projections.read;

import dev.epochal.schema.record.CommitAccepted;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupStateAfter;
import dev.epochal.schema.record.Identity;

/// What tells how a Commit stands, without the octets that only those need who apply it.
///
/// @param seq the event that accepted it
/// @param epoch the one that it led to
/// @param submittedBy the client that sent it
/// @param commit with nothing but the committer's leaf, the confirmed transcript hash and the copath
public record CommitOutline(long seq, long epoch, Identity submittedBy, CommitAccepted commit) {
    /// The outline of an event that accepted a Commit.
    public static CommitOutline of(GroupEvent event) {
        var header = event.getHeader();
        return new CommitOutline(
                header.getSeq(),
                header.getEpochAfter(),
                header.getSubmittedBy(),
                CommitOutline.of(event.getCommitAccepted()));
    }

    /// What is kept of a Commit beside its record.
    public static CommitAccepted of(CommitAccepted commit) {
        var outline = CommitAccepted.newBuilder()
                .setAfter(GroupStateAfter.newBuilder()
                        .setConfirmedTranscriptHash(commit.getAfter().getConfirmedTranscriptHash()))
                .addAllCopath(commit.getCopathList());
        if (commit.hasCommitterLeaf()) {
            outline.setCommitterLeaf(commit.getCommitterLeaf());
        }
        return outline.build();
    }
}
