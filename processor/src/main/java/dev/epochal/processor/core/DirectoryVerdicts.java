package dev.epochal.processor.core;

import dev.epochal.schema.record.ClaimedForCaller;
import dev.epochal.schema.record.DirectoryCommand;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.DirectoryReceipt;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.Verdict;

/// Writes the answer to a command about the directory.
///
/// @param command what was asked
/// @param arrival when
record DirectoryVerdicts(DirectoryCommand command, Arrival arrival) {
    /// The receipt of the event that the command became, now or before. What was published is told without the
    /// KeyPackages themselves, which the caller has.
    ///
    /// @param after the state that holds the event
    Verdict receipt(DirectoryState.Remembered fact, DirectoryState after, boolean replayed) {
        DirectoryEvent event = fact.event();
        DirectoryReceipt.Builder receipt =
                DirectoryReceipt.newBuilder().setSeq(event.getSeq()).setReplayed(replayed);
        switch (event.getBodyCase()) {
            case KEY_PACKAGES_PUBLISHED -> {
                event.getKeyPackagesPublished()
                        .getKeyPackagesList()
                        .forEach(published -> receipt.addPublished(
                                published.toBuilder().clearKeyPackage().build()));
                receipt.setAvailable(
                        after.available(event.getKeyPackagesPublished().getClient(), arrival.receivedAtSeconds()));
            }
            case KEY_PACKAGES_CLAIMED -> {
                for (int i = 0; i < fact.claimed().size(); i++) {
                    receipt.addClaimed(ClaimedForCaller.newBuilder()
                            .setClient(
                                    event.getKeyPackagesClaimed().getClaimed(i).getClient())
                            .setRef(fact.claimed().get(i).ref())
                            .setKeyPackage(fact.claimed().get(i).message()));
                }
                receipt.addAllExhaustedClients(event.getKeyPackagesClaimed().getExhaustedClientsList());
            }
            case WELCOME_ACKNOWLEDGED, BODY_NOT_SET -> {}
        }
        return verdict().setDirectoryReceipt(receipt).build();
    }

    Verdict refusal(Refusal refusal) {
        return verdict().setRefusal(refusal).build();
    }

    private Verdict.Builder verdict() {
        return Verdict.newBuilder()
                .setSubmissionId(command.getSubmissionId())
                .setSubmittedBy(command.getSubmittedBy())
                .setDecidedAtMs(arrival.receivedAtMs());
    }
}
