package dev.epochal.testkit;

import dev.epochal.client.Octets;
import java.util.List;

/// What a Commit is to do, beside the Proposals that are pending.
///
/// @param adds MLSMessage(mls_key_package) of each client to add
/// @param removes the leaf of each member to remove
/// @param path whether to renew the committer's own keys where the Proposals don't demand it
public record CommitPlan(List<Octets> adds, List<Integer> removes, boolean path) {
    /// Adds these clients.
    public static CommitPlan add(List<Octets> keyPackages) {
        return new CommitPlan(keyPackages, List.of(), false);
    }

    /// Removes the members at these leaves.
    public static CommitPlan remove(List<Integer> leaves) {
        return new CommitPlan(List.of(), leaves, true);
    }

    /// Renews the committer's keys and commits what is pending.
    public static CommitPlan update() {
        return new CommitPlan(List.of(), List.of(), true);
    }
}
