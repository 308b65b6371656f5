package dev.epochal.schema.history;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.GroupEvent;
import java.util.List;

/// The payload of an event: the bytes that arrived from the client. What the server derived from them is not part of
/// it, since every reader can derive it again.
public final class Payload {
    private Payload() {}

    /// The parts of the payload in their canonical order.
    public static List<ByteString> parts(GroupEvent event) {
        return switch (event.getBodyCase()) {
            case GROUP_CREATED ->
                List.of(
                        event.getGroupCreated().getGroupInfo(),
                        ByteString.copyFrom(
                                new byte[] {(byte) event.getGroupCreated().getHandshakesValue()}),
                        event.getGroupCreated().getPolicy().toByteString());
            case PROPOSAL_ACCEPTED -> List.of(event.getProposalAccepted().getProposal());
            case COMMIT_ACCEPTED ->
                List.of(
                        event.getCommitAccepted().getCommit(),
                        event.getCommitAccepted().getWelcome(),
                        event.getCommitAccepted().getGroupInfo());
            case MESSAGE_ACCEPTED -> List.of(event.getMessageAccepted().getMessage());
            case POLICY_CHANGED -> List.of(event.getPolicyChanged().getPolicy().toByteString());
            case COMMIT_REPORTED -> List.of(event.getCommitReported().getReport());
            case PAYLOADS_ERASED -> List.of(event.getPayloadsErased().toByteString());
            case BODY_NOT_SET -> throw new IllegalArgumentException("An event without a body");
        };
    }

    /// SHA-256 over the salt and each part behind its length in four octets.
    public static ByteString hash(ByteString salt, List<ByteString> parts) {
        var digest = new Sha256().raw(salt);
        parts.forEach(digest::sized);
        return digest.finish();
    }
}
