package dev.epochal.testkit;

import dev.epochal.client.Member;
import dev.epochal.client.Octets;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.mls.TreeKEM.LeafIndex;
import org.bouncycastle.mls.TreeKEM.LeafNode;
import org.bouncycastle.mls.TreeKEM.TreeKEMPublicKey;

/// Reads the members out of a ratchet tree.
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
}
