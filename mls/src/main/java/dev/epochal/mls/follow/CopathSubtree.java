package dev.epochal.mls.follow;

import dev.epochal.mls.tree.TreeMath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Members who share what a Commit tells them, so that the word of one of them counts for the subtree. A Commit is
/// known to be well formed once one member of each of its subtrees has applied it (RFC 9420 §16.12).
///
/// Only the members of a Commit's own subtrees can see that a path secret is wrong; the server can't.
///
/// @param node the index of the subtree's root: a node of the committer's copath, or the tree's root where the Commit
///     has no path and so tells all members the same
/// @param receivers who gets a ciphertext of their own: the nodes of the resolution (§4.1.1) without the leaves that
///     the Commit adds. More than one where the subtree's root is blank or has unmerged leaves; then a committer can
///     break it for some of its members only
public record CopathSubtree(int node, List<Integer> receivers) {
    /// Copies the list.
    public CopathSubtree {
        receivers = List.copyOf(receivers);
    }

    /// The subtrees of a Commit with a path, from the root down; none if the committer is alone or all others join by
    /// this Commit.
    ///
    /// @param after the group after the Commit; a path leaves the copath as it was
    /// @param committer the committer's leaf
    /// @param joined the leaves that came with the Commit: these get the secrets in a Welcome
    public static List<CopathSubtree> ofPath(PublicGroup after, int committer, Set<Integer> joined) {
        List<CopathSubtree> subtrees = new ArrayList<>();
        for (Subtree node = after.tree().root(); !node.isLeaf(); node = node.towards(committer)) {
            Subtree sibling = node.awayFrom(committer);
            List<Integer> receivers = new ArrayList<>();
            sibling.resolve(receivers::add);
            receivers.removeIf(receiver -> TreeMath.isLeaf(receiver) && joined.contains(receiver / 2));
            if (!receivers.isEmpty()) {
                subtrees.add(new CopathSubtree(sibling.index(), receivers));
            }
        }
        return List.copyOf(subtrees);
    }

    /// The subtree of a Commit without a path: the whole tree, or none if nobody else was a member before.
    static List<CopathSubtree> ofWhole(PublicGroup after, int committer, Set<Integer> joined) {
        int root = after.tree().root().index();
        int others = after.memberCount() - joined.size() - (joined.contains(committer) ? 0 : 1);
        return others > 0 ? List.of(new CopathSubtree(root, List.of(root))) : List.of();
    }
}
