package dev.epochal.processor.core;

import java.util.ArrayList;
import java.util.List;

/// The newest claims of a user's KeyPackages, oldest first, so that nobody can drain the stock. Immutable.
///
/// @param list at most [Claims#MAX]
record Claims(List<Claim> list) {
    /// How many claims are remembered; no quota can be larger.
    static final int MAX = 1_000;

    static final Claims NONE = new Claims(List.of());

    Claims {
        list = List.copyOf(list);
    }

    /// A claim.
    ///
    /// @param atMs the log's time of the claim in milliseconds since 1970
    /// @param user who claimed
    record Claim(long atMs, String user) {}

    Claims with(Claim claim) {
        int from = Math.max(0, list.size() + 1 - MAX);
        List<Claim> longer = new ArrayList<>(list.size() - from + 1);
        longer.addAll(list.subList(from, list.size()));
        longer.add(claim);
        return new Claims(longer);
    }

    /// Refuses one more claim by a user than a quota allows within an hour.
    void require(String user, long nowMs, ClaimQuota quota) {
        check(list.stream().filter(claim -> claim.user().equals(user)).toList(), nowMs, quota.ofRequesterMax());
        check(list, nowMs, quota.ofTargetMax());
    }

    private static void check(List<Claim> claims, long nowMs, int max) {
        if (max == 0 || claims.size() < max) {
            return;
        }
        long free = claims.get(claims.size() - max).atMs() + ClaimQuota.WINDOW_MS;
        if (free > nowMs) {
            throw Refusals.rateExceeded(free - nowMs);
        }
    }
}
