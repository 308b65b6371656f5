package dev.epochal.api.exchange;

/// How much may be under way at once.
///
/// @param requestsPerUser how many requests of each user at most
/// @param octets how many octets all requests hold at most, and each user a quarter of it; a single one that is larger
///     comes in when nothing else is held
public record Room(int requestsPerUser, long octets) {
    private static final int USERS_SHARE = 4;

    public Room {
        if (requestsPerUser < 1 || octets < 1) {
            throw new IllegalArgumentException("At least one request must be able to come in");
        }
    }

    /// How many octets the requests of one user hold at most.
    long octetsPerUser() {
        return octets / USERS_SHARE;
    }
}
