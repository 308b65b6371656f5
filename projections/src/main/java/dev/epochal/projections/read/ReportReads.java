package dev.epochal.projections.read;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.Identity;
import java.util.List;

/// What members have reported on Commits. Safe for use by several threads; each call is at most two short queries.
public interface ReportReads {
    /// The reports that say something of the Commit that led to an epoch: each member's on that Commit, and the next
    /// one of each member who has applied a later Commit, since that takes having applied this one.
    List<MemberReport> reports(ByteString groupId, long epoch);

    /// The epochs to which a Commit led that members could not apply who are in the group still and haven't caught up
    /// since; newest first, at most 16.
    List<Long> doubtfulEpochs(ByteString groupId);

    /// A member's newest word on a Commit.
    ///
    /// @param leafIndex the member's leaf
    /// @param identity the client that had the leaf when it reported
    /// @param memberSince the first epoch of its stay
    /// @param present whether its stay lasts
    /// @param epoch the epoch that the Commit led to
    /// @param seq the event
    /// @param confirmedTranscriptHash as the member has computed it
    /// @param authenticatorHash empty unless applied
    record MemberReport(
            int leafIndex,
            Identity identity,
            long memberSince,
            boolean present,
            long epoch,
            long seq,
            boolean applied,
            ByteString confirmedTranscriptHash,
            ByteString authenticatorHash) {}
}
