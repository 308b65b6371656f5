package dev.epochal.projections.redis;

import java.net.URI;

/// Where Redis is, and the password.
///
/// @param uri `redis://host:port/database` or `rediss://…` for TLS; what stands in it as a user counts
/// @param password the password; empty if there is none
/// @param authorities the certificates, as PEM, to which the server's must lead; empty leaves that to the Java machine
public record RedisAddress(URI uri, String password, String authorities) {
    /// One whose certificate, if it has any, leads to an authority of the Java machine.
    public RedisAddress(URI uri, String password) {
        this(uri, password, "");
    }

    /// Leaves out what can hold a password.
    @Override
    public String toString() {
        return uri.getHost() + ":" + (uri.getPort() < 0 ? "6379" : uri.getPort());
    }
}
