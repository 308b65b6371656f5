package dev.epochal.processor.core;

/// How often KeyPackages of one user may be claimed within an hour; 0 means as often as anybody likes.
///
/// @param ofRequesterMax by one user
/// @param ofTargetMax by all users together
public record ClaimQuota(int ofRequesterMax, int ofTargetMax) {
    static final long WINDOW_MS = 3_600_000;

    /// Refuses quotas that can't be kept.
    public ClaimQuota {
        if (ofRequesterMax < 0 || ofTargetMax < 0 || ofRequesterMax > Claims.MAX || ofTargetMax > Claims.MAX) {
            throw new IllegalArgumentException("A quota of claims is from 0 to " + Claims.MAX);
        }
    }

    /// What a server has unless told otherwise.
    public static ClaimQuota standard() {
        return new ClaimQuota(100, Claims.MAX);
    }

    /// As often as anybody likes.
    public static ClaimQuota none() {
        return new ClaimQuota(0, 0);
    }
}
