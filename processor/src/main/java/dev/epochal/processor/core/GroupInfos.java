package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.validation.CheckId;

/// Reads the GroupInfo of a submission.
final class GroupInfos {
    private GroupInfos() {}

    /// The GroupInfo in an MLSMessage; refuses anything else.
    static GroupInfo parse(ByteString bytes) {
        if (bytes.isEmpty()) {
            throw Refusals.invalidGroupInfo("12.4.3", "The GroupInfo of the epoch is missing.");
        }
        return switch (Envelope.parse("The GroupInfo", bytes)) {
            case MlsMessage.OfGroupInfo(GroupInfo groupInfo, Octets _) -> groupInfo;
            case MlsMessage other ->
                throw Refusals.invalidGroupInfo(
                        "12.4.3",
                        "Instead of a GroupInfo there is a message with the wire format " + other.wireFormat() + ".");
        };
    }

    /// The tree that the GroupInfo must bring along.
    static RatchetTree tree(GroupInfo groupInfo) {
        try {
            return groupInfo
                    .ratchetTree()
                    .orElseThrow(() -> Refusals.invalidGroupInfo(
                            CheckId.GROUP_INFO_TREE,
                            "The GroupInfo has no ratchet_tree, and the tree can't be known otherwise."));
        } catch (MalformedException e) {
            throw Refusals.invalidGroupInfo(
                    CheckId.GROUP_INFO_TREE, "The ratchet_tree can't be read: " + e.getMessage() + ".");
        }
    }
}
