package dev.epochal.client;

/// A Commit and what must travel with it; the server accepts all of it in one event, or nothing.
///
/// @param commit MLSMessage with the Commit
/// @param welcome MLSMessage(mls_welcome) for those whom the Commit adds; empty if it adds nobody
/// @param groupInfo MLSMessage(mls_group_info) of the epoch that the Commit starts, signed by the committer
public record CommitBundle(Octets commit, Octets welcome, Octets groupInfo) {
    /// A bundle that adds nobody.
    public static CommitBundle of(Octets commit, Octets groupInfo) {
        return new CommitBundle(commit, Octets.empty(), groupInfo);
    }
}
