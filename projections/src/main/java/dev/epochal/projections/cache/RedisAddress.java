package dev.epochal.projections.cache;

import java.net.URI;

/// Where Redis is, and the password.
///
/// @param uri `redis://host:port/database` or `rediss://…` for TLS; what stands in it as a user counts
/// @param password the password; empty if there is none
public record RedisAddress(URI uri, String password) {
    /// Leaves out what can hold a password.
    @Override
    public String toString() {
        return uri.getHost() + ":" + (uri.getPort() < 0 ? "6379" : uri.getPort());
    }
}
