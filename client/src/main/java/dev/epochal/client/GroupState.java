package dev.epochal.client;

import java.time.Instant;
import java.util.List;

/// A group as the server's read model has it.
///
/// @param groupId the group
/// @param epoch its epoch
/// @param seq the seq of the newest event that this state includes
/// @param head the leaf hash of that event
/// @param guarantee what the server checks in this group
/// @param handshakes how the group's handshakes are framed
/// @param cipherSuite the cipher suite's number (RFC 9420 §17.1)
/// @param treeHash the ratchet tree's hash
/// @param confirmedTranscriptHash the confirmed transcript hash (RFC 9420 §8.2)
/// @param members the members by leaf
/// @param standing whether the members can follow, as far as they have reported
/// @param createdAt when the group was created
/// @param updatedAt when the newest event was accepted
public record GroupState(
        Octets groupId,
        long epoch,
        long seq,
        Octets head,
        Guarantee guarantee,
        Handshakes handshakes,
        int cipherSuite,
        Octets treeHash,
        Octets confirmedTranscriptHash,
        List<MemberState> members,
        Standing standing,
        Instant createdAt,
        Instant updatedAt) {
    /// A member with the key that signs for it.
    ///
    /// @param leafIndex its leaf in the ratchet tree
    /// @param user who owns the client
    /// @param client the client's id among those of its user
    /// @param signatureKey the public signature key of its leaf
    public record MemberState(int leafIndex, String user, String client, Octets signatureKey) {}
}
