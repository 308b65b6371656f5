package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import java.util.List;

/// Everything that the directory holds of one user, as values that can be stored.
///
/// @param user the user
/// @param seq the newest event
/// @param clients all that ever registered
/// @param keyPackages all that were ever published, in the order of publication
/// @param claims the newest claims, oldest first: [DirectoryState#CLAIMS_MAX] where there are as many
/// @param recent the newest events as they stand on the log, oldest first: at least one,
///     and [DirectoryState#RECENT_MAX] where there are as many
public record DirectorySnapshot(
        String user,
        long seq,
        List<StoredClient> clients,
        List<StoredKeyPackage> keyPackages,
        List<StoredClaim> claims,
        List<ByteString> recent) {
    /// Copies the lists.
    public DirectorySnapshot {
        clients = List.copyOf(clients);
        keyPackages = List.copyOf(keyPackages);
        claims = List.copyOf(claims);
        recent = List.copyOf(recent);
    }

    /// A claim.
    ///
    /// @param atMs the log's time in milliseconds since 1970
    /// @param user who claimed
    public record StoredClaim(long atMs, String user) {}

    /// A client that registered.
    ///
    /// @param client its name
    /// @param signatureKeys the keys it signs with; none once it was removed
    /// @param removed whether it was removed
    public record StoredClient(String client, List<ByteString> signatureKeys, boolean removed) {}

    /// A published KeyPackage.
    ///
    /// @param ref its KeyPackageRef
    /// @param initKey its init key
    /// @param encryptionKey its leaf's encryption key
    /// @param client whose it is
    /// @param inStock whether it can be claimed as long as it is in time
    /// @param keyPackage the MLSMessage exactly as it arrived; may be empty unless it is in stock or one of the
    ///     newest events claimed it
    public record StoredKeyPackage(
            ByteString ref,
            ByteString initKey,
            ByteString encryptionKey,
            String client,
            boolean inStock,
            ByteString keyPackage) {}
}
