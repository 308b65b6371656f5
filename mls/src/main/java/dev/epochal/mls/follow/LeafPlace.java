package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.tree.LeafNodeSource;

/// Where a LeafNode appears: what its source must be and what its signature covers (RFC 9420 §7.2, §7.3).
sealed interface LeafPlace {
    /// In a KeyPackage that is to be used at a time.
    record InKeyPackage() implements LeafPlace {}

    /// In an Update proposal of a member.
    record InUpdate(Octets groupId, int leafIndex) implements LeafPlace {}

    /// In the path of a Commit.
    record InCommit(Octets groupId, int leafIndex) implements LeafPlace {}

    /// In the tree of a group, however it came there.
    record InTree(Octets groupId, int leafIndex) implements LeafPlace {}

    /// Whether a LeafNode of this source may appear here.
    default boolean allows(LeafNodeSource source) {
        return switch (this) {
            case InKeyPackage _ -> source instanceof LeafNodeSource.InKeyPackage;
            case InUpdate _ -> source instanceof LeafNodeSource.InUpdate;
            case InCommit _ -> source instanceof LeafNodeSource.InCommit;
            case InTree _ -> true;
        };
    }

    default Octets groupId() {
        return switch (this) {
            case InKeyPackage _ -> Octets.EMPTY;
            case InUpdate(Octets groupId, int _) -> groupId;
            case InCommit(Octets groupId, int _) -> groupId;
            case InTree(Octets groupId, int _) -> groupId;
        };
    }

    default int leafIndex() {
        return switch (this) {
            case InKeyPackage _ -> 0;
            case InUpdate(Octets _, int leafIndex) -> leafIndex;
            case InCommit(Octets _, int leafIndex) -> leafIndex;
            case InTree(Octets _, int leafIndex) -> leafIndex;
        };
    }
}
