package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.report.CommitReport;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.schema.record.CommitReported;

/// A member's report on a Commit after all that can be checked of it: that the member's leaf has signed it. Whether it
/// is true can't be known here, so nothing follows from it but that it can be read.
///
/// The signature is verified with the key that the leaf has when the report comes. A member that could not apply a
/// Commit can't have changed its leaf since.
final class SubmittedReport {
    private final CommitReported body;

    private SubmittedReport(ByteString bytes, CommitReport report) {
        this.body = CommitReported.newBuilder()
                .setReport(bytes)
                .setLeafIndex((int) report.leafIndex())
                .setEpoch(report.epoch())
                .setApplied(report.outcome() == CommitReport.Outcome.APPLIED)
                .setConfirmedTranscriptHash(Bytes.string(report.confirmedTranscriptHash()))
                .setAuthenticatorHash(Bytes.string(report.authenticatorHash()))
                .build();
    }

    CommitReported body() {
        return body;
    }

    /// Takes a report that a caller submits. Checks in this order: size, form, membership, group, freeze, epoch, whose
    /// leaf it is, how many there were, signature.
    static SubmittedReport of(ByteString bytes, Submission submission) {
        GroupState state = submission.state();
        submission
                .limits()
                .checkSize("report", bytes.size(), submission.limits().reportBytesMax());
        CommitReport report = parse(bytes);
        Envelope.checkMember(state, submission.caller());
        if (!Bytes.string(report.groupId()).equals(state.groupId())) {
            throw Refusals.groupMismatch();
        }
        Envelope.checkOpen(state);
        checkEpoch(report, state);
        checkLeaf(report, submission);
        int max = submission.limits().reportsOfClientMax();
        if (state.recent().reportsOf(submission.caller(), state.epoch()) >= max) {
            throw Refusals.reportsFull(max);
        }
        submission.observer().checkReport(state.group(), report).orThrow();
        return new SubmittedReport(bytes, report);
    }

    /// Reads an accepted report again.
    static SubmittedReport ofAccepted(ByteString bytes, GroupState state) {
        CommitReport report = parse(bytes);
        DamagedHistoryException.require(
                Bytes.string(report.groupId()).equals(state.groupId()), "a report on another group");
        checkEpoch(report, state);
        return new SubmittedReport(bytes, report);
    }

    private static CommitReport parse(ByteString bytes) {
        try {
            return CommitReport.parse(Bytes.octets(bytes));
        } catch (MalformedException e) {
            throw Refusals.malformed("The report", e);
        }
    }

    /// No Commit led to epoch 0.
    private static void checkEpoch(CommitReport report, GroupState state) {
        if (Long.compareUnsigned(report.epoch(), state.epoch()) > 0) {
            throw Refusals.futureEpoch(report.epoch(), state.epoch());
        }
        if (report.epoch() == 0) {
            throw Refusals.unreportableEpoch();
        }
    }

    private static void checkLeaf(CommitReport report, Submission submission) {
        LeafNode leaf = submission
                .state()
                .group()
                .leaf(report.leafIndex())
                .orElseThrow(() -> Refusals.senderMismatch("The leaf that reports"));
        if (!Identities.require(leaf).equals(submission.caller())) {
            throw Refusals.senderMismatch("The leaf that reports");
        }
    }
}
