package dev.epochal.testkit;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.mls.TreeKEM.LeafIndex;
import org.bouncycastle.mls.TreeKEM.TreeKEMPrivateKey;
import org.bouncycastle.mls.TreeKEM.TreeKEMPublicKey;
import org.bouncycastle.mls.codec.AuthenticatedContent;
import org.bouncycastle.mls.codec.ProposalOrRefType;
import org.bouncycastle.mls.codec.ProposalType;
import org.bouncycastle.mls.codec.SenderType;
import org.bouncycastle.mls.codec.Welcome;
import org.bouncycastle.mls.protocol.Group;

/// Where bcmls 1.84 can't follow a Commit that is right, and what is done about it here.
///
/// - **A Welcome without a path secret** (RFC 9420 §12.4.3.1: that of a Commit without a path) is taken for one
///   with an empty path secret. `TreeKEMPrivateKey.joiner` derives keys from it for the common ancestor with the
///   committer and all nodes above. When a path is sealed to such a node and to the joiner as its unmerged leaf
///   (§7.5), `decap` takes the node's key, which is none: "mac check in GCM failed".
/// - **A member that enters anew at another leaf** (§12.4.3.2): `Group.handle` compares its new leaf with the tree
///   before the Commit, in which the old leaf still has the same signature key: "Commit path has invalid leaf
///   node". It lets pass only an equal key at the new leaf's place, so all goes well as long as that is the old
///   one.
/// - **A Commit that leaves the left half of the tree empty** (§7.9): the root is blank then and no node of the path,
///   but `TreeKEMPublicKey` takes it for the parent of the committer's leaf all the same. The leaf's parent hash names
///   the sibling below the root instead of that below the first node of the path, and nobody may accept it.
final class EngineFlaws {
    private EngineFlaws() {}

    /// Leaves to a joiner whose Welcome has no path secret what it really has: the key of its leaf.
    static void forgetEmptyPathSecret(Group joined, KeyPackageSecrets secrets, Welcome welcome) throws Exception {
        var groupSecrets = welcome.decryptSecrets(welcome.find(secrets.keyPackage()), secrets.initPrivateKey());
        if (groupSecrets.path_secret == null) {
            // The engine shows this field to nobody.
            Field privateTree = Group.class.getDeclaredField("treePriv");
            privateTree.setAccessible(true);
            privateTree.set(joined, TreeKEMPrivateKey.solo(Bcmls.SUITE, joined.getIndex(), secrets.leafKeys()));
        }
    }

    /// Whether the engine refuses a Commit because a member enters anew by it and comes to another leaf: there is an
    /// empty one before its old one.
    ///
    /// @param tree the tree before the Commit
    static boolean refusesReentry(TreeKEMPublicKey tree, AuthenticatedContent content) {
        if (content.getContent().getSender().getSenderType() != SenderType.NEW_MEMBER_COMMIT) {
            return false;
        }
        var commit = content.getContent().getCommit();
        return commit.getProposals().stream()
                .filter(entry -> entry.getType() == ProposalOrRefType.PROPOSAL
                        && entry.getProposal().getProposalType() == ProposalType.REMOVE)
                .map(entry -> entry.getProposal().getRemove().removed)
                .filter(old -> hasEmptyLeafBefore(tree, old))
                .map(old -> tree.getLeafNode(old).getSignatureKey())
                .anyMatch(key ->
                        Arrays.equals(key, commit.getUpdatePath().getLeafNode().getSignatureKey()));
    }

    /// Whether a path is made in none or a wrong way where these leaves are left: a single one, or none in the left
    /// half.
    static boolean spoilPath(List<Integer> leaves) {
        int last = leaves.stream().mapToInt(Integer::intValue).max().orElse(0);
        return leaves.size() == 1 || leaves.stream().noneMatch(leaf -> leaf < Integer.highestOneBit(last));
    }

    private static boolean hasEmptyLeafBefore(TreeKEMPublicKey tree, LeafIndex leaf) {
        for (int i = 0; i < leaf.value(); i++) {
            if (!tree.hasLeaf(new LeafIndex(i))) {
                return true;
            }
        }
        return false;
    }
}
