package dev.epochal.api.group;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.projections.read.GroupReads;
import dev.epochal.projections.read.HistoryTree;
import dev.epochal.schema.history.LogPin;
import dev.epochal.schema.history.MemberCheckpoint;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupEvent;
import java.util.Optional;

/// The public state of groups at any epoch that they were ever in: who was a member, the tree, the GroupContext and the
/// hashes. All of it stands in the event that began the epoch.
public final class Epochs {
    private final GroupReads groups;
    private final RatchetTrees trees;
    private final Standings standings;

    /// Reads there.
    public Epochs(GroupReads groups, RatchetTrees trees) {
        this.groups = groups;
        this.trees = trees;
        this.standings = new Standings(groups);
    }

    /// The state at an epoch; empty if the group never was in it.
    ///
    /// @param withTree whether the ratchet tree comes with it
    Optional<ObjectNode> state(ByteString groupId, long epoch, boolean withTree) {
        return groups.beginning(groupId, epoch).map(event -> write(event, withTree));
    }

    private ObjectNode write(GroupEvent event, boolean withTree) {
        var header = event.getHeader();
        var after = RatchetTrees.after(event);
        var json = Json.object()
                .put("groupId", Base64Url.encode(header.getGroupId()))
                .put("epoch", header.getEpochAfter())
                .put("seq", header.getSeq())
                .put("head", Base64Url.encode(header.getLeafHash()))
                .put("beganAt", header.getAcceptedAtMs())
                .put("groupContext", Base64Url.encode(after.getGroupContext()))
                .put("treeHash", Base64Url.encode(after.getTreeHash()))
                .put("confirmedTranscriptHash", Base64Url.encode(after.getConfirmedTranscriptHash()))
                .put("confirmationTag", Base64Url.encode(after.getConfirmationTag()));
        json.set("standing", standings.ofEpoch(event));
        json.set("heads", heads(event));
        json.set("pinnedLogs", pinnedLogs(after.getGroupContext()));
        trees.of(event).ifPresent(tree -> {
            json.set(
                    "members",
                    members(RatchetTree.parse(Octets.copyOf(tree.bytes().toByteArray()))));
            if (withTree) {
                json.put("ratchetTree", Base64Url.encode(tree.bytes()));
            }
        });
        return json;
    }

    /// The head of the history that the committer had seen, and whether it is one of this history; at most one.
    private ArrayNode heads(GroupEvent event) {
        var list = Json.array();
        MemberCheckpoint.of(event.getCommitAccepted().getCommit())
                .ifPresent(head -> list.addObject()
                        .put("size", head.size())
                        .put("root", Base64Url.encode(head.root()))
                        .put("agrees", agrees(event.getHeader(), head)));
        return list;
    }

    /// The log that the members have agreed on; at most one.
    private static ArrayNode pinnedLogs(ByteString groupContext) {
        var list = Json.array();
        LogPin.ofContext(groupContext)
                .ifPresent(pin ->
                        list.addObject().put("name", pin.name()).put("publicKey", Base64Url.encode(pin.publicKey())));
        return list;
    }

    private boolean agrees(EventHeader header, MemberCheckpoint head) {
        return head.size() <= header.getSeq()
                && HistoryTree.first(groups, header.getGroupId(), head.size())
                        .root()
                        .equals(head.root());
    }

    private static ArrayNode members(RatchetTree tree) {
        var list = Json.array();
        for (var member : tree.members()) {
            var name = name(member.leafNode());
            int slash = name.indexOf('/');
            list.addObject()
                    .put("leafIndex", member.leafIndex())
                    .put("user", slash < 0 ? name : name.substring(0, slash))
                    .put("client", slash < 0 ? "" : name.substring(slash + 1))
                    .put(
                            "signatureKey",
                            Base64Url.encode(UnsafeByteOperations.unsafeWrap(
                                    member.leafNode().signatureKey().octets().toByteArray())));
        }
        return list;
    }

    /// `user/client`: no group here takes a leaf that names nobody.
    private static String name(LeafNode leaf) {
        return leaf.credential().client().text();
    }

    /// The tree of an epoch; empty if the group never was in it.
    Optional<RatchetTrees.Tree> tree(ByteString groupId, long epoch) {
        return trees.of(groupId, epoch);
    }
}
