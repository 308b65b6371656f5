package dev.epochal.schema.history;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.framing.PrivateMessage;
import dev.epochal.mls.framing.PublicMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a member says it has seen of the group's history: the head of a checkpoint that it has verified, in the
/// authenticated data of a Commit (RFC 9420 §6). The member's signature covers it, and the transcript does. So two
/// members who are shown different histories find out with the first Commit that crosses over.
///
/// The authenticated data is `epochal-checkpoint/1`, the size in eight octets, and the root.
///
/// @param size how many events
/// @param root the root of their tree
public record MemberCheckpoint(long size, ByteString root) {
    private static final ByteString LABEL = ByteString.copyFrom("epochal-checkpoint/1", StandardCharsets.US_ASCII);

    /// @throws IllegalArgumentException if it can't be a head
    public MemberCheckpoint {
        if (size < 0 || root.size() != MerkleTree.HASH_SIZE) {
            throw new IllegalArgumentException("A tree of " + size + " leaves and a root of " + root.size());
        }
    }

    /// What a Commit says.
    ///
    /// @param message an MLSMessage
    /// @return empty if its authenticated data is something else, or it isn't one
    public static Optional<MemberCheckpoint> of(ByteString message) {
        try {
            return switch (MlsMessage.parse(message.toByteArray())) {
                case MlsMessage.OfPublicMessage(PublicMessage inClear, Octets _) ->
                    parse(inClear.content().authenticatedData());
                case MlsMessage.OfPrivateMessage(PrivateMessage sealed, Octets _) -> parse(sealed.authenticatedData());
                default -> Optional.empty();
            };
        } catch (MalformedException _) {
            return Optional.empty();
        }
    }

    private static Optional<MemberCheckpoint> parse(Octets authenticatedData) {
        ByteString octets = UnsafeByteOperations.unsafeWrap(authenticatedData.toByteArray());
        int rootAt = LABEL.size() + Long.BYTES;
        if (octets.size() != rootAt + MerkleTree.HASH_SIZE || !octets.startsWith(LABEL)) {
            return Optional.empty();
        }
        long size = octets.asReadOnlyByteBuffer().getLong(LABEL.size());
        return size < 0 ? Optional.empty() : Optional.of(new MemberCheckpoint(size, octets.substring(rootAt)));
    }

    /// The authenticated data that says it.
    public ByteString octets() {
        ByteBuffer octets = ByteBuffer.allocate(LABEL.size() + Long.BYTES + MerkleTree.HASH_SIZE)
                .put(LABEL.toByteArray())
                .putLong(size)
                .put(root.toByteArray());
        return UnsafeByteOperations.unsafeWrap(octets.array());
    }
}
