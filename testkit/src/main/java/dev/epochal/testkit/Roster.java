package dev.epochal.testkit;

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

    static int leafOf(MlsIdentity identity, TreeKEMPublicKey tree) {
        return members(tree).stream()
                .filter(member -> (member.user() + "/" + member.client()).equals(identity.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no leaf of " + identity.name()))
                .leafIndex();
    }

    /// The tree that a GroupInfo brings along.
    static TreeKEMPublicKey insideTree(GroupInfo groupInfo) throws Exception {
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
