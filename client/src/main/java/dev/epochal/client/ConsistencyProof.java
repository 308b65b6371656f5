package dev.epochal.client;

import java.util.List;

/// The proof that a history's earlier tree is the beginning of a later one (RFC 6962 §2.1.2).
///
/// @param from how many leaves the earlier tree has
/// @param size how many leaves the later tree has
/// @param path the hashes in the order in which they are used
/// @param checkpoint the newest signed checkpoint
public record ConsistencyProof(long from, long size, List<Octets> path, String checkpoint) {
    /// Copies the list.
    public ConsistencyProof {
        path = List.copyOf(path);
    }
}
