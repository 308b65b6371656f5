package dev.epochal.client;

/// A Commit and what must travel with it; the server accepts all of it in one event, or nothing.
///
/// @param commit MLSMessage with the Commit
/// @param welcome MLSMessage(mls_welcome) for those whom the Commit adds; empty if it adds nobody
/// @param groupInfo MLSMessage(mls_group_info) of the epoch that the Commit starts, signed by the committer; empty if a
/// part of it goes
/// @param partialGroupInfo PartialGroupInfo (draft-ietf-mls-ratchet-tree-options) of that epoch, from which the server
/// completes the GroupInfo of a verified group; empty if the whole one goes
public record CommitBundle(Octets commit, Octets welcome, Octets groupInfo, Octets partialGroupInfo) {
    /// Throws `IllegalArgumentException` unless exactly one of the two forms of the GroupInfo is there.
    public CommitBundle {
        if (groupInfo.isEmpty() == partialGroupInfo.isEmpty()) {
            throw new IllegalArgumentException("Either a GroupInfo goes with a Commit, or a PartialGroupInfo");
        }
    }

    /// A bundle with the whole GroupInfo.
    public CommitBundle(Octets commit, Octets welcome, Octets groupInfo) {
        this(commit, welcome, groupInfo, Octets.empty());
    }

    /// A bundle that adds nobody.
    public static CommitBundle of(Octets commit, Octets groupInfo) {
        return new CommitBundle(commit, Octets.empty(), groupInfo);
    }

    /// The same with a part of the GroupInfo in its place.
    public CommitBundle withPartialGroupInfo(Octets partial) {
        return new CommitBundle(commit, welcome, Octets.empty(), partial);
    }
}
