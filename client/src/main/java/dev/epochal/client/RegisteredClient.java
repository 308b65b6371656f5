package dev.epochal.client;

import java.time.Instant;
import java.util.List;

/// A client as the directory lists it.
///
/// @param client its name among those of its user
/// @param signatureKeys the keys that it signs with: a leaf with another key isn't its own
/// @param registeredAt since when it is there
/// @param changedAt since when it signs with these keys
public record RegisteredClient(String client, List<Octets> signatureKeys, Instant registeredAt, Instant changedAt) {
    /// Copies the list.
    public RegisteredClient {
        signatureKeys = List.copyOf(signatureKeys);
    }
}
