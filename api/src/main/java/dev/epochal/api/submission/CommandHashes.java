package dev.epochal.api.submission;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.DirectoryCommandOrBuilder;
import dev.epochal.schema.record.GroupCommandOrBuilder;
import dev.epochal.schema.record.Identity;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/// The hashes by which the decider recognises a command that it has seen before.
final class CommandHashes {
    private CommandHashes() {}

    /// SHA-256 over the kind and each part of the body behind its length: what was submitted.
    static ByteString bodyDigest(GroupCommandOrBuilder command) {
        var parts = switch (command.getBodyCase()) {
            case CREATE_GROUP -> {
                var create = command.getCreateGroup();
                yield List.of(
                        create.getGroupInfo(),
                        octet(create.getHandshakesValue()),
                        create.getPolicy().toByteString());
            }
            case SUBMIT_COMMIT -> {
                var commit = command.getSubmitCommit();
                var groupInfo =
                        commit.getPartialGroupInfo().isEmpty() ? commit.getGroupInfo() : commit.getPartialGroupInfo();
                yield List.of(commit.getCommit(), commit.getWelcome(), groupInfo);
            }
            case SUBMIT_PROPOSAL -> List.of(command.getSubmitProposal().getProposal());
            case SUBMIT_MESSAGE -> List.of(command.getSubmitMessage().getMessage());
            case CHANGE_POLICY -> List.of(command.getChangePolicy().getPolicy().toByteString());
            case REPORT_COMMIT -> List.of(command.getReportCommit().getReport());
            case ERASE_PAYLOADS -> List.of(command.getErasePayloads().toByteString());
            case BODY_NOT_SET -> throw new IllegalArgumentException("A command without a body");
        };
        return digest(command.getBodyCase().getNumber(), parts);
    }

    /// The same for the directory.
    static ByteString bodyDigest(DirectoryCommandOrBuilder command) {
        var parts = switch (command.getBodyCase()) {
            case PUBLISH_KEY_PACKAGES -> command.getPublishKeyPackages().getKeyPackagesList();
            case CLAIM_KEY_PACKAGES -> List.of(command.getClaimKeyPackages().toByteString());
            case ACKNOWLEDGE_WELCOME -> List.of(command.getAcknowledgeWelcome().getWelcomeId());
            case REGISTER_CLIENT -> List.of(command.getRegisterClient().toByteString());
            case REMOVE_CLIENT -> List.of(command.getRemoveClient().toByteString());
            case REVOKE_KEY_PACKAGES -> List.of(command.getRevokeKeyPackages().toByteString());
            case EXPIRE_KEY_PACKAGES -> List.<ByteString>of();
            case BODY_NOT_SET -> throw new IllegalArgumentException("A command without a body");
        };
        return digest(command.getBodyCase().getNumber(), parts);
    }

    /// The client's key, which counts for this client only.
    static ByteString idempotencyKey(Identity identity, String key) {
        var digest = sha256();
        digest.update((identity.getUser() + "/" + identity.getClient()).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(key.getBytes(StandardCharsets.UTF_8));
        return ByteString.copyFrom(digest.digest());
    }

    private static ByteString digest(int kind, List<ByteString> parts) {
        var digest = sha256();
        digest.update((byte) kind);
        for (var part : parts) {
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.size()));
            part.asReadOnlyByteBufferList().forEach(digest::update);
        }
        return ByteString.copyFrom(digest.digest());
    }

    private static ByteString octet(int value) {
        return ByteString.copyFrom(new byte[] {(byte) value});
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java platform has SHA-256", e);
        }
    }
}
