package dev.epochal.testkit;

import dev.epochal.client.Octets;
import org.bouncycastle.mls.GroupKeySet;
import org.bouncycastle.mls.TreeKEM.TreeKEMPublicKey;
import org.bouncycastle.mls.codec.ContentType;
import org.bouncycastle.mls.codec.MLSMessage;
import org.bouncycastle.mls.crypto.Secret;
import org.bouncycastle.mls.protocol.Group;

/// What opens the application messages of one epoch, apart from the engine's group.
///
/// The engine tells no sender and forgets an epoch with its group. These keys are derived from copies of the same
/// secrets, so that the engine's own secrets, which it erases as it goes, are not touched.
final class EpochKeys {
    private final long epoch;
    private final GroupKeySet keys;
    private final byte[] senderDataSecret;
    private final byte[] groupContext;
    private final TreeKEMPublicKey tree;

    /// The keys of the epoch that the group is in; to be made before the group sends anything.
    EpochKeys(Group group) throws Exception {
        var schedule = group.getKeySchedule();
        this.epoch = group.getEpoch();
        this.keys = new GroupKeySet(
                Bcmls.SUITE,
                group.getTree().getSize(),
                new Secret(schedule.encryptionSecret.value().clone()));
        this.senderDataSecret = schedule.senderDataSecret.value().clone();
        this.groupContext = Bcmls.encode(group.getGroupInfo(false).groupInfo.getGroupContext())
                .toArray();
        this.tree = group.getTree();
    }

    OpenedMessage open(MLSMessage message) throws Exception {
        var opened = message.privateMessage.unprotect(Bcmls.SUITE, keys, senderDataSecret);
        if (opened == null) {
            throw new IllegalArgumentException("the sender is not in the tree");
        }
        var content = opened.getContent();
        var leaf = content.getSender().getSender();
        var leafNode = tree.getLeafNode(leaf);
        if (leafNode == null || !opened.verify(Bcmls.SUITE, leafNode.getSignatureKey(), groupContext)) {
            throw new IllegalArgumentException("the signature is not the sender's");
        }
        if (content.getContentType() != ContentType.APPLICATION) {
            throw new IllegalArgumentException("not an application message");
        }
        return new OpenedMessage(Roster.member(leaf.value(), leafNode), epoch, Octets.of(content.getContentBytes()));
    }
}
