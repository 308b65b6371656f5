package dev.epochal.client;

import java.util.List;
import java.util.UUID;

/// A client was registered, changed or removed, or KeyPackages were taken back.
///
/// @param submission the id under which the server knows the request
/// @param seq the number of the event among those of the user
/// @param replayed whether the same had been asked before: then this is the first answer
/// @param revoked the refs of KeyPackages that can't be claimed any more
public record DirectoryChange(UUID submission, long seq, boolean replayed, List<Octets> revoked) {
    /// Copies the list.
    public DirectoryChange {
        revoked = List.copyOf(revoked);
    }
}
