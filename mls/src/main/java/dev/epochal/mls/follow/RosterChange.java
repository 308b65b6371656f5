package dev.epochal.mls.follow;

import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.Member;
import java.util.List;

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
}
