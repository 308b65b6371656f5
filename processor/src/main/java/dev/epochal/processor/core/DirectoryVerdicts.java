package dev.epochal.processor.core;

import dev.epochal.schema.record.ClaimedForCaller;
import dev.epochal.schema.record.DirectoryCommand;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.DirectoryReceipt;
import dev.epochal.schema.record.KeyPackagesClaimed;
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
                receipt.addAllRevoked(event.getKeyPackagesPublished().getSupersededList());
            }
            case KEY_PACKAGES_CLAIMED -> addClaimed(receipt, fact);
            case CLIENT_REGISTERED ->
                receipt.addAllRevoked(event.getClientRegistered().getRevokedList());
            case CLIENT_REMOVED ->
                receipt.addAllRevoked(event.getClientRemoved().getRevokedList());
            case KEY_PACKAGES_REVOKED ->
                receipt.addAllRevoked(event.getKeyPackagesRevoked().getRefsList());
            case WELCOME_ACKNOWLEDGED, KEY_PACKAGES_EXPIRED, BODY_NOT_SET -> {}
        }
        return verdict().setDirectoryReceipt(receipt).build();
    }

    private static void addClaimed(DirectoryReceipt.Builder receipt, DirectoryState.Remembered fact) {
        KeyPackagesClaimed body = fact.event().getKeyPackagesClaimed();
        for (int i = 0; i < fact.claimed().size(); i++) {
            receipt.addClaimed(ClaimedForCaller.newBuilder()
                    .setClient(body.getClaimed(i).getClient())
                    .setRef(fact.claimed().get(i).ref())
                    .setKeyPackage(fact.claimed().get(i).message())
                    .setLastResort(body.getClaimed(i).getLastResort()));
        }
        receipt.addAllExhaustedClients(body.getExhaustedClientsList());
        receipt.addAllIncapableClients(body.getIncapableClientsList());
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
