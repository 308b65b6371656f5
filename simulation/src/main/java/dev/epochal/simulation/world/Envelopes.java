package dev.epochal.simulation.world;

import com.google.protobuf.ByteString;
import dev.epochal.mls.credential.BasicCredential;
import dev.epochal.mls.follow.BroughtLeaves;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.schema.record.DirectoryCommand;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.RegisteredClient;
import dev.epochal.simulation.broken.Flaw;
import dev.epochal.simulation.broken.Flaws;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.SplittableRandom;

/// Puts what a client asks for into a command, as the api does.
final class Envelopes {
    private static final int HASH = 32;
    private static final int SUBMISSION_ID = 16;

    private final SplittableRandom random;
    private final Flaws flaws;

    Envelopes(SplittableRandom random, Flaws flaws) {
        this.random = random.split();
        this.flaws = flaws;
    }

    /// A command with the default idempotency key, or sometimes with one of its own.
    GroupCommand of(ByteString groupId, Identity caller, GroupCommand.Builder body) {
        ByteString digest = digest(body.getBodyCase().getNumber(), body.build().toByteArray());
        return body.setSubmissionId(fresh(SUBMISSION_ID))
                .setGroupId(groupId)
                .setSubmittedBy(caller)
                .setIdempotencyKey(body.hasChangePolicy() || random.nextInt(3) == 0 ? fresh(HASH) : digest)
                .setBodyDigest(digest)
                .setPayloadSalt(fresh(HASH))
                .addAllRegisteredClients(registered(body))
                .build();
    }

    /// Every client has registered the key that its leaf shows.
    private static List<RegisteredClient> registered(GroupCommand.Builder body) {
        var message = switch (body.getBodyCase()) {
            case CREATE_GROUP -> body.getCreateGroup().getGroupInfo();
            case SUBMIT_COMMIT -> body.getSubmitCommit().getCommit();
            case SUBMIT_PROPOSAL -> body.getSubmitProposal().getProposal();
            case SUBMIT_MESSAGE, CHANGE_POLICY, REPORT_COMMIT, ERASE_PAYLOADS, BODY_NOT_SET -> ByteString.EMPTY;
        };
        return message.isEmpty()
                ? List.of()
                : BroughtLeaves.of(MlsMessage.parse(message.toByteArray())).stream()
                        .map(Envelopes::registered)
                        .toList();
    }

    private static RegisteredClient registered(LeafNode leaf) {
        var name = leaf.credential() instanceof BasicCredential(var octets) ? octets.text() : "";
        var parts = name.split("/", 2);
        return RegisteredClient.newBuilder()
                .setIdentity(Identity.newBuilder().setUser(parts[0]).setClient(parts[1]))
                .addSignatureKeys(
                        ByteString.copyFrom(leaf.signatureKey().octets().toByteArray()))
                .build();
    }

    /// The same request once more.
    GroupCommand again(GroupCommand command) {
        boolean unknown = flaws.include(Flaw.RETRIES_NOT_RECOGNISED);
        return command.toBuilder()
                .setIdempotencyKey(unknown ? fresh(HASH) : command.getIdempotencyKey())
                .setBodyDigest(unknown ? fresh(HASH) : command.getBodyDigest())
                .setSubmissionId(fresh(SUBMISSION_ID))
                .setPayloadSalt(fresh(HASH))
                .build();
    }

    /// A command to the directory. What is meant anew each time gets a key of its own.
    DirectoryCommand of(String user, Identity caller, DirectoryCommand.Builder body) {
        ByteString digest = digest(body.getBodyCase().getNumber(), body.build().toByteArray());
        return body.setSubmissionId(fresh(SUBMISSION_ID))
                .setUser(user)
                .setSubmittedBy(caller)
                .setIdempotencyKey(body.hasClaimKeyPackages() ? fresh(HASH) : digest)
                .setBodyDigest(digest)
                .build();
    }

    /// The same request once more.
    DirectoryCommand again(DirectoryCommand command) {
        return command.toBuilder().setSubmissionId(fresh(SUBMISSION_ID)).build();
    }

    ByteString fresh(int size) {
        byte[] octets = new byte[size];
        random.nextBytes(octets);
        return ByteString.copyFrom(octets);
    }

    /// SHA-256 over the kind and the body; what it is in production doesn't matter here.
    private static ByteString digest(int kind, byte[] body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, kind));
            digest.update(body);
            return ByteString.copyFrom(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java platform has SHA-256", e);
        }
    }
}
