package dev.epochal.mls.follow;

/// What RFC 9420 leaves to the application, as far as it can be said once for a group. Immutable.
///
/// @param lifetimeSecondsMax the longest lifetime of a LeafNode that is accepted (§7.2)
/// @param lifetimesChecked whether lifetimes are checked at all
/// @param leavesMax the most leaves that a tree may have, blank ones included; a power of two
/// @param externalCommits whether clients may join by themselves
/// @param uniqueIdentities whether no two members may have one credential
public record Rules(
        long lifetimeSecondsMax,
        boolean lifetimesChecked,
        int leavesMax,
        boolean externalCommits,
        boolean uniqueIdentities) {
    private static final long DAY_SECONDS = 86_400;

    /// Lifetimes up to 400 days, 16,384 leaves, no external joins, each identity once.
    public static Rules strict() {
        return new Rules(400 * DAY_SECONDS, true, 1 << 14, false, true);
    }

    /// The same, but with or without external joins.
    public Rules withExternalCommits(boolean allowed) {
        return new Rules(lifetimeSecondsMax, lifetimesChecked, leavesMax, allowed, uniqueIdentities);
    }

    /// The same, but with another limit of leaves.
    public Rules withLeavesMax(int leaves) {
        return new Rules(lifetimeSecondsMax, lifetimesChecked, leaves, externalCommits, uniqueIdentities);
    }

    /// The same, but with or without the check of lifetimes.
    public Rules withLifetimesChecked(boolean checked) {
        return new Rules(lifetimeSecondsMax, checked, leavesMax, externalCommits, uniqueIdentities);
    }

    /// The same, but with or without the demand that identities are unique.
    public Rules withUniqueIdentities(boolean unique) {
        return new Rules(lifetimeSecondsMax, lifetimesChecked, leavesMax, externalCommits, unique);
    }
}
