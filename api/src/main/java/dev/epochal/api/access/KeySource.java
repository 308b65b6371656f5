package dev.epochal.api.access;

import java.io.IOException;

/// Where an issuer publishes its keys.
@FunctionalInterface
public interface KeySource {
    /// Its JWK Set as it stands there now. Takes a bounded time and gives a bounded number of octets.
    ///
    /// @throws IOException if it can't be had; the message says why, for the operator
    byte[] fetch() throws IOException, InterruptedException;
}
