package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.follow.PublicGroup;
import dev.epochal.mls.follow.RosterChange;
import dev.epochal.mls.follow.TreeDelta;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.Node;
import dev.epochal.mls.tree.TreeMath;
import dev.epochal.schema.record.GroupStateAfter;
import dev.epochal.schema.record.Member;
import dev.epochal.schema.record.TreeNodeChange;
import java.util.List;
import java.util.Optional;

/// Writes down what an event did to a group's public state, so that a reader needs no MLS logic to follow.
final class StateAfter {
    private StateAfter() {}

    /// After a Commit.
    static GroupStateAfter of(PublicGroup group, TreeDelta delta, RosterChange roster) {
        GroupStateAfter.Builder after = hashes(group);
        delta.nodes().forEach((index, node) -> after.addTreeDelta(change(index, node)));
        roster.added().forEach(member -> after.addAdded(member(member.leafIndex(), member.leafNode())));
        roster.removed().forEach(member -> after.addRemoved(member(member.leafIndex(), member.leafNode())));
        roster.updated().forEach(updated -> after.addUpdated(member(updated.leafIndex(), updated.after())));
        return after.build();
    }

    /// After the creation.
    static GroupStateAfter ofNew(PublicGroup group) {
        GroupStateAfter.Builder after = hashes(group);
        List<Optional<Node>> nodes = group.ratchetTree().nodes();
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).isPresent()) {
                after.addTreeDelta(change(i, nodes.get(i).map(Node::bytes)));
            }
        }
        group.members().forEach(member -> after.addAdded(member(member.leafIndex(), member.leafNode())));
        return after.build();
    }

    private static GroupStateAfter.Builder hashes(PublicGroup group) {
        return GroupStateAfter.newBuilder()
                .setGroupContext(Bytes.string(group.context().bytes()))
                .setTreeHash(Bytes.string(group.context().treeHash()))
                .setConfirmedTranscriptHash(Bytes.string(group.context().confirmedTranscriptHash()))
                .setConfirmationTag(Bytes.string(group.confirmationTag()))
                .setTreeSize(TreeMath.nodeCount(group.leafCount()));
    }

    private static TreeNodeChange change(int index, Optional<Octets> node) {
        return TreeNodeChange.newBuilder()
                .setNodeIndex(index)
                .setNode(node.map(Bytes::string).orElse(ByteString.EMPTY))
                .build();
    }

    private static Member member(int leafIndex, LeafNode leaf) {
        return Member.newBuilder()
                .setLeafIndex(leafIndex)
                .setIdentity(Identities.require(leaf))
                .setSignatureKey(Bytes.string(leaf.signatureKey().octets()))
                .build();
    }
}
