package dev.epochal.mls.follow;

import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Who comes, goes and changes with a Commit. A leaf index may stand both in `removed` and in `added`.
///
/// @param removed the members that leave, as they were
/// @param updated the members that stay with another LeafNode
/// @param added the members that come
public record RosterChange(List<Member> removed, List<Updated> updated, List<Member> added) {
    /// A member with a new LeafNode. Whether its credential may succeed the old one is the application's to decide.
    ///
    /// @param leafIndex where
    /// @param before the old LeafNode
    /// @param after the new LeafNode
    public record Updated(int leafIndex, LeafNode before, LeafNode after) {}

    /// Copies the lists.
    public RosterChange {
        removed = List.copyOf(removed);
        updated = List.copyOf(updated);
        added = List.copyOf(added);
    }

    /// Who changed from one state of a group to another, as far as the leaves tell: a leaf with the same
    /// credential or the same signature key is the same member. Takes time in proportion to the number of
    /// members.
    public static RosterChange between(PublicGroup before, PublicGroup after) {
        List<Member> removed = new ArrayList<>();
        List<Updated> updated = new ArrayList<>();
        List<Member> added = new ArrayList<>();
        for (Member member : before.members()) {
            Optional<LeafNode> now = after.leaf(member.leafIndex());
            if (now.filter(leaf -> isSame(leaf, member.leafNode())).isEmpty()) {
                removed.add(member);
            } else if (!now.orElseThrow().bytes().equals(member.leafNode().bytes())) {
                updated.add(new Updated(member.leafIndex(), member.leafNode(), now.orElseThrow()));
            }
        }
        for (Member member : after.members()) {
            if (before.leaf(member.leafIndex())
                    .filter(leaf -> isSame(leaf, member.leafNode()))
                    .isEmpty()) {
                added.add(member);
            }
        }
        return new RosterChange(removed, updated, added);
    }

    /// The leaves of those who come.
    public Set<Integer> addedLeaves() {
        return added.stream().map(Member::leafIndex).collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isSame(LeafNode one, LeafNode other) {
        return one.credential().equals(other.credential()) || one.signatureKey().equals(other.signatureKey());
    }
}
