package dev.epochal.testkit;

import dev.epochal.client.ExternalJoin;
import dev.epochal.client.Member;
import dev.epochal.client.Octets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.mls.TreeKEM.LeafIndex;
import org.bouncycastle.mls.TreeKEM.LeafNode;
import org.bouncycastle.mls.TreeKEM.TreeKEMPublicKey;
import org.bouncycastle.mls.codec.ExtensionType;
import org.bouncycastle.mls.codec.GroupInfo;
import org.bouncycastle.mls.codec.MLSInputStream;
import org.bouncycastle.mls.codec.WireFormat;
import org.jspecify.annotations.Nullable;

/// Reads ratchet trees and the members out of them.
final class Roster {
    private Roster() {}

    static Member member(int leafIndex, LeafNode leafNode) {
        var identity = Octets.of(leafNode.getCredential().getIdentity()).asUtf8();
        int slash = identity.indexOf('/');
        return new Member(leafIndex, identity.substring(0, slash), identity.substring(slash + 1));
    }

    static List<Member> members(TreeKEMPublicKey tree) {
        var members = new ArrayList<Member>();
        for (int leaf = 0; leaf < tree.getSize().leafCount(); leaf++) {
            var leafNode = tree.getLeafNode(new LeafIndex(leaf));
            if (leafNode != null) {
                members.add(member(leaf, leafNode));
            }
        }
        return members;
    }

    /// The leaf of a client that is a member; null if it is none, which the engine takes for "nobody to replace".
    static @Nullable LeafIndex leafOf(MlsIdentity identity, TreeKEMPublicKey tree) {
        return members(tree).stream()
                .filter(member -> (member.user() + "/" + member.client()).equals(identity.name()))
                .map(member -> new LeafIndex(member.leafIndex()))
                .findFirst()
                .orElse(null);
    }

    /// The tree of a group that can be joined from outside.
    static TreeKEMPublicKey offeredTree(ExternalJoin offer) throws Exception {
        var outside = outsideTree(offer.ratchetTree());
        return outside == null
                ? insideTree(Bcmls.decode(offer.groupInfo(), WireFormat.mls_group_info).groupInfo)
                : outside;
    }

    /// The tree that a GroupInfo brings along.
    private static TreeKEMPublicKey insideTree(GroupInfo groupInfo) throws Exception {
        for (var extension : groupInfo.getExtensions()) {
            if (extension.extensionType == ExtensionType.RATCHET_TREE) {
                return extension.getRatchetTree();
            }
        }
        throw new IllegalArgumentException("the GroupInfo has no tree");
    }

    /// The tree that came beside a GroupInfo or Welcome; null if none did, which the engine takes for "look inside".
    static @Nullable TreeKEMPublicKey outsideTree(Octets ratchetTree) throws IOException {
        return ratchetTree.isEmpty()
                ? null
                : (TreeKEMPublicKey) MLSInputStream.decode(ratchetTree.toArray(), TreeKEMPublicKey.class);
    }
}
