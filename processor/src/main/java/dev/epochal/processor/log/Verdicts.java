package dev.epochal.processor.log;

import dev.epochal.schema.record.Fault;
import dev.epochal.schema.record.GroupQuarantined;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.TooLarge;
import dev.epochal.schema.record.Verdict;

/// The answers that the shell itself gives, where the core could not.
final class Verdicts {
    private Verdicts() {}

    /// The command is parked under an id.
    static Verdict fault(Submission submission, long receivedAtMs, String id) {
        return refused(
                submission,
                receivedAtMs,
                Refusal.newBuilder()
                        .setDetail("The server failed on this command and has put it aside. Nothing was changed.")
                        .setFault(Fault.newBuilder().setId(id))
                        .build());
    }

    /// The recorded history contradicts itself.
    static Verdict quarantined(Submission submission, long receivedAtMs) {
        return refused(
                submission,
                receivedAtMs,
                Refusal.newBuilder()
                        .setDetail("The recorded history contradicts itself. An operator has to look at it first.")
                        .setGroupQuarantined(GroupQuarantined.getDefaultInstance())
                        .build());
    }

    /// What would have to be appended doesn't fit into a record of the log.
    static Verdict tooLarge(Submission submission, long receivedAtMs, TooLarge reason) {
        return refused(
                submission,
                receivedAtMs,
                Refusal.newBuilder()
                        .setDetail("What follows from this submission is larger than a record of the log may be.")
                        .setTooLarge(reason)
                        .build());
    }

    private static Verdict refused(Submission submission, long receivedAtMs, Refusal refusal) {
        return Verdict.newBuilder()
                .setSubmissionId(submission.id())
                .setSubmittedBy(submission.submittedBy())
                .setGroupId(submission.groupId())
                .setDecidedAtMs(receivedAtMs)
                .setRefusal(refusal)
                .build();
    }
}
