package dev.epochal.processor.core;

import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.GroupReceipt;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.Verdict;

/// Writes the answer to a command about a group.
final class Verdicts {
    private final GroupCommand command;
    private final Arrival arrival;

    Verdicts(GroupCommand command, Arrival arrival) {
        this.command = command;
        this.arrival = arrival;
    }

    /// The receipt of the event that the command became, now or before.
    Verdict receipt(EarlierEvent event, boolean verified, boolean replayed) {
        return verdict()
                .setGroupReceipt(GroupReceipt.newBuilder()
                        .setSeq(event.seq())
                        .setEpoch(event.header().getEpochAfter())
                        .setHead(event.header().getLeafHash())
                        .setPosition(event.header().getCommand())
                        .setAcceptedAtMs(event.header().getAcceptedAtMs())
                        .setReplayed(replayed)
                        .setProposalRef(event.proposalRef())
                        .setVerified(verified))
                .build();
    }

    Verdict refusal(Refusal refusal) {
        return verdict().setRefusal(refusal).build();
    }

    private Verdict.Builder verdict() {
        return Verdict.newBuilder()
                .setSubmissionId(command.getSubmissionId())
                .setSubmittedBy(command.getSubmittedBy())
                .setGroupId(command.getGroupId())
                .setDecidedAtMs(arrival.receivedAtMs());
    }
}
