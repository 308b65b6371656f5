package dev.epochal.schema.record;

import static dev.epochal.schema.record.Samples.ALICE;
import static dev.epochal.schema.record.Samples.AT;
import static dev.epochal.schema.record.Samples.bytes;

import com.google.protobuf.Message;
import java.util.SortedMap;

/// The records of groups among [Samples].
final class GroupSamples {
    private GroupSamples() {}

    private static GroupCommand.Builder command() {
        return GroupCommand.newBuilder()
                .setSubmissionId(bytes(1, 16))
                .setGroupId(bytes(2, 16))
                .setSubmittedBy(ALICE)
                .setVerdictPartition(5)
                .setIdempotencyKey(bytes(3, 32))
                .setBodyDigest(bytes(4, 32))
                .setPayloadSalt(bytes(5, 32))
                .addRegisteredClients(
                        RegisteredClient.newBuilder().setIdentity(ALICE).addSignatureKeys(bytes(20, 32)));
    }

    private static GroupPolicy policy() {
        return GroupPolicy.newBuilder()
                .setAdd(Permission.PERMISSION_ADMINISTRATORS)
                .setRemove(Permission.PERMISSION_MEMBERS)
                .setExternalJoin(Permission.PERMISSION_ANYBODY)
                .setSend(Permission.PERMISSION_NOBODY)
                .setChangeGroup(Permission.PERMISSION_ADMINISTRATORS)
                .addAdministrators(ALICE)
                .setLeavesMax(2000)
                .setPendingProposalsMax(64)
                .setMessageEpochsBehindMax(2)
                .setDisputeUsersMin(3)
                .setChangeLog(Permission.PERMISSION_ADMINISTRATORS)
                .build();
    }

    static void addCommands(SortedMap<String, Message> samples) {
        samples.put(
                "group-command-create",
                command()
                        .setCreateGroup(CreateGroup.newBuilder()
                                .setGroupInfo(bytes(10, 3))
                                .setLogId(bytes(6, 32))
                                .setHandshakes(Handshakes.HANDSHAKES_PUBLIC)
                                .setPolicy(policy())
                                .setPayloadRoot(bytes(17, 32)))
                        .build());
        samples.put(
                "group-command-commit",
                command()
                        .setSubmitCommit(SubmitCommit.newBuilder()
                                .setCommit(bytes(11, 3))
                                .setWelcome(bytes(12, 3))
                                .setGroupInfo(bytes(13, 3)))
                        .build());
        samples.put(
                "group-command-proposal",
                command()
                        .setSubmitProposal(SubmitProposal.newBuilder().setProposal(bytes(14, 3)))
                        .build());
        samples.put(
                "group-command-message",
                command()
                        .setSubmitMessage(SubmitMessage.newBuilder().setMessage(bytes(15, 3)))
                        .build());
        samples.put(
                "group-command-policy",
                command()
                        .setChangePolicy(ChangePolicy.newBuilder().setPolicy(policy()))
                        .build());
        samples.put(
                "group-command-erase",
                command()
                        .setErasePayloads(ErasePayloads.newBuilder()
                                .addRanges(SeqRange.newBuilder().setFirst(3).setBehind(9))
                                .setReason("asked for"))
                        .build());
        samples.put(
                "group-command-report",
                command()
                        .setReportCommit(ReportCommit.newBuilder().setReport(bytes(16, 3)))
                        .build());
    }

    private static EventHeader header() {
        return EventHeader.newBuilder()
                .setGroupId(bytes(2, 16))
                .setLogId(bytes(6, 32))
                .setSeq(41)
                .setEpochBefore(7)
                .setEpochAfter(8)
                .setAcceptedAtMs(1_790_000_000_123L)
                .setSubmittedBy(ALICE)
                .setSubmissionId(bytes(1, 16))
                .setCommand(AT)
                .setIdempotencyKey(bytes(3, 32))
                .setBodyDigest(bytes(4, 32))
                .setPayloadSalt(bytes(5, 32))
                .setPayloadHash(bytes(8, 32))
                .setPreviousHead(bytes(9, 32))
                .setLeafHash(bytes(10, 32))
                .build();
    }

    private static GroupStateAfter after() {
        Member member = Member.newBuilder()
                .setLeafIndex(2)
                .setIdentity(ALICE)
                .setSignatureKey(bytes(20, 32))
                .build();
        return GroupStateAfter.newBuilder()
                .setGroupContext(bytes(21, 5))
                .setTreeHash(bytes(22, 32))
                .setConfirmedTranscriptHash(bytes(23, 32))
                .setConfirmationTag(bytes(24, 32))
                .addTreeDelta(TreeNodeChange.newBuilder().setNodeIndex(4).setNode(bytes(25, 6)))
                .addTreeDelta(TreeNodeChange.newBuilder().setNodeIndex(6))
                .setTreeSize(7)
                .addAdded(member)
                .addRemoved(member)
                .addUpdated(member)
                .build();
    }

    private static GroupEvent.Builder event() {
        return GroupEvent.newBuilder().setHeader(header());
    }

    static void addEvents(SortedMap<String, Message> samples) {
        samples.put(
                "group-event-created",
                event().setGroupCreated(GroupCreated.newBuilder()
                                .setGroupInfo(bytes(10, 3))
                                .setHandshakes(Handshakes.HANDSHAKES_PRIVATE)
                                .setAfter(after())
                                .setPolicy(policy()))
                        .build());
        samples.put(
                "group-event-commit",
                event().setCommitAccepted(CommitAccepted.newBuilder()
                                .setCommit(bytes(11, 3))
                                .setWelcome(bytes(12, 3))
                                .setGroupInfo(bytes(13, 3))
                                .setCommitterLeaf(0)
                                .setAfter(after())
                                .addWelcomeRecipients(WelcomeRecipient.newBuilder()
                                        .setKeyPackageRef(bytes(26, 32))
                                        .setIdentity(ALICE))
                                .setExternal(true)
                                .setSuccessorGroupId(bytes(27, 16))
                                .addTakenOnTrust(9)
                                .addCopath(CopathSubtree.newBuilder()
                                        .setNodeIndex(5)
                                        .addReceivers(4)
                                        .addReceivers(6)))
                        .build());
        samples.put(
                "group-event-proposal",
                event().setProposalAccepted(ProposalAccepted.newBuilder()
                                .setProposal(bytes(14, 3))
                                .setProposalRef(bytes(28, 32))
                                .setSenderLeaf(0))
                        .build());
        addOtherEvents(samples);
    }

    private static void addOtherEvents(SortedMap<String, Message> samples) {
        samples.put(
                "group-event-message",
                GroupEvent.newBuilder()
                        .setHeader(header().toBuilder()
                                .clearPayloadSalt()
                                .clearSubmittedBy()
                                .setSenderRef(bytes(18, 32)))
                        .setMessageAccepted(MessageAccepted.newBuilder().setSealed(bytes(15, 3)))
                        .build());
        samples.put(
                "sealed-payload",
                SealedPayload.newBuilder()
                        .setPayloadSalt(bytes(5, 32))
                        .setSubmittedBy(ALICE)
                        .setMessage(bytes(15, 3))
                        .build());
        samples.put(
                "payload-keys",
                PayloadKeys.newBuilder()
                        .setGroupId(bytes(2, 16))
                        .setSeq(41)
                        .addNodes(KeyNode.newBuilder().setLevel(39).setIndex(3).setSecret(bytes(19, 32)))
                        .build());
        samples.put(
                "group-event-policy",
                event().setPolicyChanged(PolicyChanged.newBuilder().setPolicy(policy()))
                        .build());
        samples.put(
                "group-event-erased",
                event().setPayloadsErased(PayloadsErased.newBuilder()
                                .addRanges(SeqRange.newBuilder().setFirst(3).setBehind(9))
                                .setReason("asked for"))
                        .build());
        samples.put(
                "group-event-report",
                event().setCommitReported(CommitReported.newBuilder()
                                .setReport(bytes(16, 3))
                                .setLeafIndex(2)
                                .setEpoch(8)
                                .setApplied(true)
                                .setConfirmedTranscriptHash(bytes(23, 32))
                                .setAuthenticatorHash(bytes(29, 32)))
                        .build());
    }
}
