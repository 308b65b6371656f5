package dev.epochal.processor.core;

import dev.epochal.mls.follow.Observer;
import dev.epochal.mls.follow.PublicGroup;
import dev.epochal.mls.group.GroupContext;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.GroupCreated;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Handshakes;
import dev.epochal.schema.record.Identity;
import java.util.List;

/// A group of one, after all that an observer can check of its beginning (RFC 9420, section 11).
///
/// An id may be chosen freely from one octet on; 16 random octets are better, for nobody can take them in advance.
final class FoundedGroup {
    private final PublicGroup group;
    private final GroupCreated body;

    private FoundedGroup(PublicGroup group, GroupCreated body) {
        this.group = group;
        this.body = body;
    }

    /// Checks a group that a caller creates, in this order: sizes, id, mode, policy, form, group, epoch, number of
    /// members, tree and signatures, owner of the leaf, its signature key.
    static FoundedGroup of(GroupCommand command, Limits limits, Observer observer, RegisteredKeys registered) {
        limits.checkSize("group_id", command.getGroupId().size(), limits.groupIdBytesMax());
        limits.checkSize("group_info", command.getCreateGroup().getGroupInfo().size(), limits.groupInfoBytesMax());
        if (command.getGroupId().isEmpty()) {
            throw Refusals.malformed("The group id is empty.");
        }
        Handshakes handshakes = command.getCreateGroup().getHandshakes();
        if (handshakes != Handshakes.HANDSHAKES_PUBLIC && handshakes != Handshakes.HANDSHAKES_PRIVATE) {
            throw Refusals.malformed("The request doesn't say how handshakes travel.");
        }
        GroupPolicy policy = Policies.inForce(command.getCreateGroup().getPolicy(), command.getSubmittedBy());
        Policies.check(policy, limits);
        GroupInfo groupInfo = GroupInfos.parse(command.getCreateGroup().getGroupInfo());
        if (!Bytes.string(groupInfo.groupContext().groupId()).equals(command.getGroupId())) {
            throw Refusals.groupMismatch();
        }
        FoundedGroup founded = ofAccepted(
                GroupCreated.newBuilder()
                        .setGroupInfo(command.getCreateGroup().getGroupInfo())
                        .setHandshakes(handshakes)
                        .setPolicy(policy)
                        .setPayloadRoot(command.getCreateGroup().getPayloadRoot())
                        .build(),
                observer);
        founded.checkOwner(command.getSubmittedBy());
        registered.require(List.of(founded.leaf()));
        return founded;
    }

    /// Reads an accepted beginning again: everything in the body but the group's state is taken as it is.
    static FoundedGroup ofAccepted(GroupCreated accepted, Observer observer) {
        GroupInfo groupInfo = GroupInfos.parse(accepted.getGroupInfo());
        checkBeginning(groupInfo.groupContext());
        RatchetTree tree = GroupInfos.tree(groupInfo);
        if (tree.nodes().size() != 1) {
            throw Refusals.invalidGroupInfo("11", "A group begins with one member.");
        }
        PublicGroup group = observer.join(groupInfo, tree).orThrow();
        return new FoundedGroup(
                group, accepted.toBuilder().setAfter(StateAfter.ofNew(group)).build());
    }

    private static void checkBeginning(GroupContext context) {
        if (context.epoch() != 0 || !context.confirmedTranscriptHash().isEmpty()) {
            throw Refusals.invalidGroupInfo("11", "A group begins in epoch 0 with an empty transcript.");
        }
    }

    private void checkOwner(Identity caller) {
        if (!Identities.require(leaf()).equals(caller)) {
            throw Refusals.senderMismatch("The group's only leaf");
        }
    }

    private LeafNode leaf() {
        return group.members().getFirst().leafNode();
    }

    PublicGroup group() {
        return group;
    }

    GroupCreated body() {
        return body;
    }
}
