package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.follow.Observer;
import dev.epochal.mls.follow.PublicGroup;
import dev.epochal.mls.group.GroupContext;
import dev.epochal.mls.group.ProtocolVersion;
import dev.epochal.mls.proposal.ReInit;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.Node;
import dev.epochal.mls.tree.ParentNode;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.tree.TreeMath;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.Handshakes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Builds a group's state out of stored values, and notices where they contradict each other.
final class StoredGroup {
    private final GroupSnapshot snapshot;
    private final Observer witness;

    StoredGroup(GroupSnapshot snapshot, Observer witness) {
        this.snapshot = snapshot;
        this.witness = witness;
    }

    GroupState state() {
        check();
        GroupState.Origin origin =
                new GroupState.Origin(snapshot.groupId(), snapshot.logId(), handshakes(snapshot.handshakes()));
        GroupState.Past past = new GroupState.Past(new RecentEvents(snapshot.recent()), snapshot.payloadKeys());
        GroupState.Chapter chapter = new GroupState.Chapter(group(), List.of(), snapshot.successorGroupId());
        GroupState bare = new GroupState(origin, snapshot.policy(), chapter, past);
        List<GroupState.Pending> pending =
                snapshot.pending().stream().map(entry -> pending(bare, entry)).toList();
        return new GroupState(
                origin,
                snapshot.policy(),
                new GroupState.Chapter(bare.group(), pending, snapshot.successorGroupId()),
                past);
    }

    private PublicGroup group() {
        PublicGroup group = PublicGroup.restore(
                        GroupContext.parse(Bytes.octets(snapshot.groupContext())),
                        tree(),
                        Bytes.octets(snapshot.confirmationTag()),
                        successor())
                .orThrow();
        DamagedHistoryException.require(
                Bytes.string(group.context().groupId()).equals(snapshot.groupId()), "group_context has another id");
        DamagedHistoryException.require(group.context().epoch() == snapshot.epoch(), "group_context has another epoch");
        return group;
    }

    private void check() {
        DamagedHistoryException.require(!snapshot.recent().isEmpty(), "the newest event is missing");
        EventHeader newest = snapshot.recent().getLast().header();
        DamagedHistoryException.require(newest.getSeq() == snapshot.seq(), "the newest event has another seq");
        DamagedHistoryException.require(
                newest.getLeafHash().equals(snapshot.head()), "the newest event isn't the head");
        DamagedHistoryException.require(
                newest.getEpochAfter() == snapshot.epoch(), "the newest event is of another epoch");
    }

    static Handshakes handshakes(int number) {
        Handshakes handshakes = Handshakes.forNumber(number);
        if (handshakes != Handshakes.HANDSHAKES_PUBLIC && handshakes != Handshakes.HANDSHAKES_PRIVATE) {
            throw new DamagedHistoryException("handshakes travel in an unknown way");
        }
        return handshakes;
    }

    private RatchetTree tree() {
        int last = snapshot.nodes().keySet().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(-1);
        DamagedHistoryException.require(last < snapshot.treeSize(), "a node stands beyond the tree");
        List<Optional<Node>> nodes = new ArrayList<>(last + 1);
        for (int i = 0; i <= last; i++) {
            boolean isLeaf = TreeMath.isLeaf(i);
            nodes.add(Optional.ofNullable(snapshot.nodes().get(i)).map(bytes -> node(bytes, isLeaf)));
        }
        RatchetTree tree = new RatchetTree(nodes);
        DamagedHistoryException.require(
                !nodes.isEmpty() && tree.nodeCount() == snapshot.treeSize(), "the tree has another size");
        return tree;
    }

    private static Node node(ByteString bytes, boolean isLeaf) {
        Octets octets = Bytes.octets(bytes);
        return isLeaf
                ? Reader.whole(octets, "LeafNode", LeafNode::parse)
                : Reader.whole(octets, "ParentNode", ParentNode::parse);
    }

    /// Only the id of a successor is kept: nothing else of a ReInit is asked for once it has closed the group.
    private Optional<ReInit> successor() {
        return snapshot.successorGroupId().isEmpty()
                ? Optional.empty()
                : Optional.of(new ReInit(
                        Bytes.octets(snapshot.successorGroupId()), ProtocolVersion.MLS10, 0, Extensions.NONE));
    }

    private GroupState.Pending pending(GroupState bare, GroupSnapshot.PendingProposal entry) {
        SubmittedProposal proposal = SubmittedProposal.ofAccepted(entry.proposal(), bare, witness);
        DamagedHistoryException.require(
                proposal.body().getProposalRef().equals(entry.proposalRef()), "a pending proposal has another ref");
        return new GroupState.Pending(entry, proposal.verified());
    }
}
