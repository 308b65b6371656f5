package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.schema.record.ClientGone;
import dev.epochal.schema.record.DuplicateKeyPackage;
import dev.epochal.schema.record.DuplicateMessage;
import dev.epochal.schema.record.FutureEpoch;
import dev.epochal.schema.record.GroupExists;
import dev.epochal.schema.record.GroupFrozen;
import dev.epochal.schema.record.GroupMismatch;
import dev.epochal.schema.record.IdempotencyKeyReused;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.InvalidGroupInfo;
import dev.epochal.schema.record.InvalidKeyPackage;
import dev.epochal.schema.record.InvalidMessage;
import dev.epochal.schema.record.InvalidSignatureKey;
import dev.epochal.schema.record.KeyPackageOwnerMismatch;
import dev.epochal.schema.record.MalformedMessage;
import dev.epochal.schema.record.NoKeyPackages;
import dev.epochal.schema.record.NotAMember;
import dev.epochal.schema.record.NothingToErase;
import dev.epochal.schema.record.PendingProposalsFull;
import dev.epochal.schema.record.PolicyRefusal;
import dev.epochal.schema.record.RateExceeded;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.ReportsFull;
import dev.epochal.schema.record.SenderMismatch;
import dev.epochal.schema.record.StaleEpoch;
import dev.epochal.schema.record.TooLarge;
import dev.epochal.schema.record.UnknownClient;
import dev.epochal.schema.record.UnknownGroup;
import dev.epochal.schema.record.UnknownProposal;
import dev.epochal.schema.record.UnregisteredSignatureKey;
import dev.epochal.schema.record.UnreportableEpoch;
import dev.epochal.schema.record.WelcomeMismatch;
import dev.epochal.schema.record.WrongContentType;
import dev.epochal.schema.record.WrongWireFormat;
import java.util.List;

/// Every reason for a refusal, each with its sentence for a person and the section that is broken. To be thrown.
final class Refusals {
    private Refusals() {}

    static RefusedSubmissionException unknownGroup() {
        return of(
                Refusal.newBuilder().setUnknownGroup(UnknownGroup.getDefaultInstance()),
                "There is no group with this id.");
    }

    static RefusedSubmissionException groupExists() {
        return of(
                Refusal.newBuilder().setGroupExists(GroupExists.getDefaultInstance()),
                "There is a group with this id already.");
    }

    static RefusedSubmissionException groupMismatch() {
        return of(
                under(CheckId.MESSAGE_GROUP).setGroupMismatch(GroupMismatch.getDefaultInstance()),
                "The message belongs to another group than the request names.");
    }

    static RefusedSubmissionException notAMember() {
        return of(
                Refusal.newBuilder().setNotAMember(NotAMember.getDefaultInstance()),
                "The caller has no leaf in the group.");
    }

    static RefusedSubmissionException senderMismatch(String what) {
        return of(
                Refusal.newBuilder().setSenderMismatch(SenderMismatch.getDefaultInstance()),
                what + " belongs to another client than the caller.");
    }

    static RefusedSubmissionException staleEpoch(StaleEpoch stale) {
        return of(
                under(CheckId.MESSAGE_EPOCH).setStaleEpoch(stale),
                "The message is for epoch " + Long.toUnsignedString(stale.getSubmittedEpoch())
                        + ", which is over; the group is in epoch " + Long.toUnsignedString(stale.getCurrentEpoch())
                        + ".");
    }

    static RefusedSubmissionException futureEpoch(long submitted, long current) {
        return of(
                under(CheckId.MESSAGE_EPOCH)
                        .setFutureEpoch(FutureEpoch.newBuilder()
                                .setSubmittedEpoch(submitted)
                                .setCurrentEpoch(current)),
                "The message is for epoch " + Long.toUnsignedString(submitted) + "; the group is only in epoch "
                        + Long.toUnsignedString(current) + ".");
    }

    static RefusedSubmissionException malformed(String what, MalformedException cause) {
        return malformed(what + " can't be read: " + cause.getMessage() + ".");
    }

    static RefusedSubmissionException malformed(String detail) {
        return of(Refusal.newBuilder().setMalformedMessage(MalformedMessage.getDefaultInstance()), detail);
    }

    static RefusedSubmissionException wrongWireFormat(int wireFormat, String wanted) {
        return of(
                rfc("6").setWrongWireFormat(WrongWireFormat.newBuilder().setWireFormat(wireFormat)),
                "The message has the wire format " + wireFormat + "; here belongs a " + wanted + ".");
    }

    static RefusedSubmissionException wrongContentType(int contentType, String wanted) {
        return of(
                under(CheckId.CONTENT_TYPE)
                        .setWrongContentType(WrongContentType.newBuilder().setContentType(contentType)),
                "The message has the content type " + contentType + "; here belongs " + wanted + ".");
    }

    static RefusedSubmissionException unknownProposal(List<ByteString> missing) {
        return of(
                under(CheckId.PROPOSAL_REF)
                        .setUnknownProposal(UnknownProposal.newBuilder().addAllMissing(missing)),
                "The Commit refers to " + missing.size() + " proposals that the group doesn't have in this epoch.");
    }

    static RefusedSubmissionException invalidGroupInfo(String section, String detail) {
        return of(rfc(section).setInvalidGroupInfo(InvalidGroupInfo.getDefaultInstance()), detail);
    }

    static RefusedSubmissionException invalidGroupInfo(CheckId check, String detail) {
        return of(under(check).setInvalidGroupInfo(InvalidGroupInfo.getDefaultInstance()), detail);
    }

    static RefusedSubmissionException wrongWelcome(String detail) {
        return of(rfc("12.4.3.1").setWelcomeMismatch(WelcomeMismatch.getDefaultInstance()), detail);
    }

    static RefusedSubmissionException welcomeMismatch(CheckId check, String detail) {
        return of(under(check).setWelcomeMismatch(WelcomeMismatch.getDefaultInstance()), detail);
    }

    static RefusedSubmissionException idempotencyKeyReused() {
        return of(
                Refusal.newBuilder().setIdempotencyKeyReused(IdempotencyKeyReused.getDefaultInstance()),
                "The idempotency key was used before with another request.");
    }

    static RefusedSubmissionException duplicateMessage(long seq) {
        return of(
                Refusal.newBuilder()
                        .setDuplicateMessage(DuplicateMessage.newBuilder().setSeq(seq)),
                "The same message was accepted before, as event " + seq + ".");
    }

    static RefusedSubmissionException groupFrozen(ByteString successorGroupId) {
        return of(
                under(CheckId.GROUP_CLOSED)
                        .setGroupFrozen(GroupFrozen.newBuilder().setSuccessorGroupId(successorGroupId)),
                "A ReInit has closed the group; its members go on in the successor.");
    }

    static RefusedSubmissionException pendingProposalsFull(int limit) {
        return of(
                Refusal.newBuilder()
                        .setPendingProposalsFull(
                                PendingProposalsFull.newBuilder().setLimit(limit)),
                "The epoch has " + limit + " proposals already; a Commit makes room.");
    }

    static RefusedSubmissionException reportsFull(int limit) {
        return of(
                Refusal.newBuilder().setReportsFull(ReportsFull.newBuilder().setLimit(limit)),
                "The client has reported " + limit + " times in this epoch already.");
    }

    static RefusedSubmissionException unreportableEpoch() {
        return of(
                Refusal.newBuilder().setUnreportableEpoch(UnreportableEpoch.getDefaultInstance()),
                "No Commit led to epoch 0.");
    }

    static RefusedSubmissionException policy(String rule) {
        return of(
                Refusal.newBuilder().setPolicyRefusal(PolicyRefusal.newBuilder().setRule(rule)),
                "The group's policy \"" + rule + "\" doesn't allow it to the caller.");
    }

    static RefusedSubmissionException tooLarge(String what, long size, int limit) {
        return of(
                Refusal.newBuilder()
                        .setTooLarge(TooLarge.newBuilder()
                                .setWhat(what)
                                .setSize(size)
                                .setLimit(limit)),
                "Too large: " + what + " has " + size + " of at most " + limit + ".");
    }

    static RefusedSubmissionException keyPackageOwnerMismatch(String what) {
        return of(
                Refusal.newBuilder().setKeyPackageOwnerMismatch(KeyPackageOwnerMismatch.getDefaultInstance()),
                what + " belongs to another client than the caller.");
    }

    static RefusedSubmissionException duplicateKeyPackage(ByteString ref, String what) {
        return of(
                under(CheckId.KEY_PACKAGE_REUSED)
                        .setDuplicateKeyPackage(DuplicateKeyPackage.newBuilder().setRef(ref)),
                what + " was published before, or has the init key of one that was.");
    }

    static RefusedSubmissionException invalidKeyPackage(String what, dev.epochal.mls.validation.Refusal cause) {
        return of(
                under(cause.check()).setInvalidKeyPackage(InvalidKeyPackage.getDefaultInstance()),
                what + ": " + sentence(cause));
    }

    static RefusedSubmissionException noKeyPackages() {
        return of(
                Refusal.newBuilder().setNoKeyPackages(NoKeyPackages.getDefaultInstance()),
                "No client of the user has a KeyPackage of this cipher suite left.");
    }

    static RefusedSubmissionException nothingToEnd() {
        return of(
                Refusal.newBuilder().setNoKeyPackages(NoKeyPackages.getDefaultInstance()),
                "No such KeyPackage can be claimed: it was claimed or revoked, or is not there.");
    }

    static RefusedSubmissionException nothingToErase(String detail) {
        return of(Refusal.newBuilder().setNothingToErase(NothingToErase.getDefaultInstance()), detail);
    }

    static RefusedSubmissionException rateExceeded(long retryAfterMs) {
        return of(
                Refusal.newBuilder().setRateExceeded(RateExceeded.newBuilder().setRetryAfterMs((int) retryAfterMs)),
                "The user's KeyPackages were claimed as often as they may be within an hour.");
    }

    static RefusedSubmissionException unknownClient() {
        return of(
                Refusal.newBuilder().setUnknownClient(UnknownClient.getDefaultInstance()),
                "The user has no client of this name; a client registers before it does anything else.");
    }

    static RefusedSubmissionException clientGone() {
        return of(
                Refusal.newBuilder().setClientGone(ClientGone.getDefaultInstance()),
                "The client was removed, and its name is never used again.");
    }

    static RefusedSubmissionException unregisteredSignatureKey(Identity identity) {
        return of(
                under(CheckId.CREDENTIAL_VALID)
                        .setUnregisteredSignatureKey(
                                UnregisteredSignatureKey.newBuilder().setIdentity(identity)),
                "The signature key of a leaf is not one that its client has registered.");
    }

    static RefusedSubmissionException invalidSignatureKey() {
        return of(
                under(CheckId.SIGNATURE_KEY_FORM).setInvalidSignatureKey(InvalidSignatureKey.getDefaultInstance()),
                "A signature key is no public key of any signature scheme of MLS, or stands twice, or is another"
                        + " client's.");
    }

    /// What a check of the validation table refused.
    static RefusedSubmissionException invalid(CheckId check, String detail) {
        return invalid(new dev.epochal.mls.validation.Refusal(check, detail));
    }

    /// What `mls` refused: named by the part of the submission that the check is about.
    static RefusedSubmissionException invalid(dev.epochal.mls.validation.Refusal cause) {
        Refusal.Builder refusal = under(cause.check());
        switch (cause.check()) {
            case GROUP_INFO_CONTEXT,
                    GROUP_INFO_TAG,
                    GROUP_INFO_SIGNER,
                    GROUP_INFO_SIGNATURE,
                    GROUP_INFO_TREE,
                    GROUP_INFO_EXTERNAL_PUB,
                    TREE_HASH,
                    TREE_PARENT_HASHES,
                    TREE_UNMERGED_LEAVES,
                    TREE_INVARIANT -> refusal.setInvalidGroupInfo(InvalidGroupInfo.getDefaultInstance());
            case WELCOME_SUITE, WELCOME_MEMBERS, WELCOME_FORM ->
                refusal.setWelcomeMismatch(WelcomeMismatch.getDefaultInstance());
            default -> refusal.setInvalidMessage(InvalidMessage.getDefaultInstance());
        }
        return of(refusal, sentence(cause));
    }

    private static String sentence(dev.epochal.mls.validation.Refusal cause) {
        return cause.check().reason() + " (" + cause.detail() + ").";
    }

    private static Refusal.Builder under(CheckId check) {
        return Refusal.newBuilder().setRfc(check.reference()).setCheckId(check.id());
    }

    private static Refusal.Builder rfc(String section) {
        return Refusal.newBuilder().setRfc("RFC 9420 §" + section);
    }

    private static RefusedSubmissionException of(Refusal.Builder reason, String detail) {
        return new RefusedSubmissionException(reason.setDetail(detail).build());
    }
}
