package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.follow.BroughtLeaves;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.schema.record.GroupCommandOrBuilder;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.RegisteredClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A directory in which each client has registered the keys that its leaves show, but for those who have not.
final class Registry {
    private final Set<Identity> unregistered = new HashSet<>();

    /// From now on, this client has not registered.
    void forget(LiveClient client) {
        unregistered.add(client.identity());
    }

    /// What it says of the clients whose leaves a command brings along.
    List<RegisteredClient> of(GroupCommandOrBuilder command) {
        List<RegisteredClient> clients = new ArrayList<>();
        for (ByteString message : messages(command)) {
            for (LeafNode leaf : leaves(message)) {
                Identities.of(leaf)
                        .filter(owner -> !unregistered.contains(owner))
                        .ifPresent(owner -> clients.add(RegisteredClient.newBuilder()
                                .setIdentity(owner)
                                .addSignatureKeys(
                                        Bytes.string(leaf.signatureKey().octets()))
                                .build()));
            }
        }
        return clients;
    }

    private static List<ByteString> messages(GroupCommandOrBuilder command) {
        return switch (command.getBodyCase()) {
            case CREATE_GROUP -> List.of(command.getCreateGroup().getGroupInfo());
            case SUBMIT_COMMIT ->
                List.of(
                        command.getSubmitCommit().getGroupInfo(),
                        command.getSubmitCommit().getCommit());
            case SUBMIT_PROPOSAL -> List.of(command.getSubmitProposal().getProposal());
            case SUBMIT_MESSAGE, CHANGE_POLICY, REPORT_COMMIT, ERASE_PAYLOADS, BODY_NOT_SET -> List.of();
        };
    }

    private static List<LeafNode> leaves(ByteString message) {
        try {
            return BroughtLeaves.of(MlsMessage.parse(Bytes.octets(message)));
        } catch (MalformedException _) {
            return List.of();
        }
    }
}
