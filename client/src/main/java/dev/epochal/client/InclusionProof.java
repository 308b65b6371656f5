package dev.epochal.client;

import java.util.List;

/// The proof that an event is a leaf of a history's tree (RFC 6962 §2.1.1).
///
/// @param seq which leaf
/// @param size how many leaves the tree has
/// @param leafHash the leaf hash of the event
/// @param path the hashes, from the leaf to the root
/// @param checkpoint the newest signed checkpoint
public record InclusionProof(long seq, long size, Octets leafHash, List<Octets> path, String checkpoint) {
    /// Copies the list.
    public InclusionProof {
        path = List.copyOf(path);
    }
}
