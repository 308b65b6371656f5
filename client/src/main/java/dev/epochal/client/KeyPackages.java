package dev.epochal.client;

import java.util.List;
import java.util.UUID;

/// The answers about KeyPackages (RFC 9420 §10).
public final class KeyPackages {
    private KeyPackages() {}

    /// KeyPackages were published.
    ///
    /// @param submission the submission's id
    /// @param refs the KeyPackageRefs, in the order of the request
    /// @param available how many the caller's client has in stock now
    public record Published(UUID submission, List<Octets> refs, int available) {}

    /// How many KeyPackages a client has in stock.
    ///
    /// @param cipherSuite the cipher suite's number
    /// @param count how many
    public record Stock(int cipherSuite, int count) {}

    /// One KeyPackage for each client of a user, each served once.
    ///
    /// @param submission the submission's id
    /// @param user the user
    /// @param claimed what was served
    /// @param exhausted the clients of the user that had none left
    public record Claimed(UUID submission, String user, List<ClaimedKeyPackage> claimed, List<String> exhausted) {}

    /// A KeyPackage that is now the caller's to use.
    ///
    /// @param client the client that published it
    /// @param ref its KeyPackageRef
    /// @param keyPackage MLSMessage(mls_key_package)
    public record ClaimedKeyPackage(String client, Octets ref, Octets keyPackage) {}
}
