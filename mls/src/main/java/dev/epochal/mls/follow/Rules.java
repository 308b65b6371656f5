package dev.epochal.mls.follow;

import dev.epochal.mls.credential.CertificateTrust;
import java.util.Optional;

/// What RFC 9420 leaves to the application, as far as it can be said once for a group. Immutable.
///
/// @param lifetimeSecondsMax the longest lifetime of a LeafNode that is accepted (§7.2)
/// @param lifetimesChecked whether lifetimes are checked at all
/// @param leavesMax the most leaves that a tree may have, blank ones included; a power of two
/// @param externalCommits whether clients may join by themselves
/// @param uniqueIdentities whether no two members may be one client
/// @param trust whose certificates X.509 credentials must lead to; if empty, nobody follows the chains
public record Rules(
        long lifetimeSecondsMax,
        boolean lifetimesChecked,
        int leavesMax,
        boolean externalCommits,
        boolean uniqueIdentities,
        Optional<CertificateTrust> trust) {
    private static final long DAY_SECONDS = 86_400;

    /// Rules that follow no certificate chain.
    public Rules(
            long lifetimeSecondsMax,
            boolean lifetimesChecked,
            int leavesMax,
            boolean externalCommits,
            boolean uniqueIdentities) {
        this(lifetimeSecondsMax, lifetimesChecked, leavesMax, externalCommits, uniqueIdentities, Optional.empty());
    }

    /// Lifetimes up to 400 days, 16,384 leaves, no external joins, each identity once.
    public static Rules strict() {
        return new Rules(400 * DAY_SECONDS, true, 1 << 14, false, true);
    }

    /// The same, but with or without external joins.
    public Rules withExternalCommits(boolean allowed) {
        return new Rules(lifetimeSecondsMax, lifetimesChecked, leavesMax, allowed, uniqueIdentities, trust);
    }

    /// The same, but with another limit of leaves.
    public Rules withLeavesMax(int leaves) {
        return new Rules(lifetimeSecondsMax, lifetimesChecked, leaves, externalCommits, uniqueIdentities, trust);
    }

    /// The same, but with or without the check of lifetimes.
    public Rules withLifetimesChecked(boolean checked) {
        return new Rules(lifetimeSecondsMax, checked, leavesMax, externalCommits, uniqueIdentities, trust);
    }

    /// The same, but with or without the demand that identities are unique.
    public Rules withUniqueIdentities(boolean unique) {
        return new Rules(lifetimeSecondsMax, lifetimesChecked, leavesMax, externalCommits, unique, trust);
    }

    /// The same, but with a check of certificate chains.
    public Rules withTrust(CertificateTrust trusted) {
        return new Rules(
                lifetimeSecondsMax,
                lifetimesChecked,
                leavesMax,
                externalCommits,
                uniqueIdentities,
                Optional.of(trusted));
    }
}
