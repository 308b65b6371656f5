package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.Identity;
import java.util.List;

/// Everything that the directory holds of one user, as values that can be stored.
///
/// @param user the user
/// @param seq the newest event
/// @param keyPackages all that were ever published, in the order of publication
/// @param recent the newest events, oldest first: at least one, and [DirectoryState#RECENT_MAX] where there are as many
public record DirectorySnapshot(
        String user, long seq, List<StoredKeyPackage> keyPackages, List<StoredDirectoryEvent> recent) {
    /// Copies the lists.
    public DirectorySnapshot {
        keyPackages = List.copyOf(keyPackages);
        recent = List.copyOf(recent);
    }

    /// A published KeyPackage.
    ///
    /// @param ref its KeyPackageRef
    /// @param client whose it is
    /// @param cipherSuite the code point of its cipher suite
    /// @param notAfter end of its lifetime in seconds since 1970
    /// @param keyPackage the MLSMessage exactly as it arrived
    /// @param claimed whether somebody has claimed it
    /// @param claimedBy who; the default instance if nobody did
    public record StoredKeyPackage(
            ByteString ref,
            String client,
            int cipherSuite,
            long notAfter,
            ByteString keyPackage,
            boolean claimed,
            Identity claimedBy) {}

    /// An event of the user.
    ///
    /// @param idempotencyKey the command's
    /// @param bodyDigest the command's
    /// @param event the DirectoryEvent as it stands on the log
    public record StoredDirectoryEvent(ByteString idempotencyKey, ByteString bodyDigest, ByteString event) {}
}
