package dev.epochal.schema.history;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.KeyNode;
import dev.epochal.schema.record.PayloadKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The keys of a group's payloads: the leaves of a binary tree in which each secret follows from the one above.
///
/// A group begins with the root. To erase an event's key the secrets above it are given up and those beside the way
/// down are kept instead: of all others nothing is lost, and no way leads back to that one.
public final class PayloadKeyTree {
    /// Size of a secret.
    public static final int SECRET_SIZE = 32;

    /// How many levels the leaves are below the root: for as many events as a group can ever have.
    public static final int DEPTH = 40;

    private static final byte[] LABEL = "mls-ds/payload-key/v1".getBytes(StandardCharsets.US_ASCII);

    private PayloadKeyTree() {}

    /// All keys of a new group.
    ///
    /// @param root [#SECRET_SIZE] random octets
    public static PayloadKeys of(ByteString groupId, ByteString root) {
        if (root.size() != SECRET_SIZE) {
            throw new IllegalArgumentException("A root of " + root.size() + " octets");
        }
        return PayloadKeys.newBuilder()
                .setGroupId(groupId)
                .addNodes(KeyNode.newBuilder().setSecret(root))
                .build();
    }

    /// The secret of an event's key; empty if it was erased.
    public static Optional<ByteString> secret(PayloadKeys keys, long seq) {
        requireSeq(seq);
        int low = 0;
        int high = keys.getNodesCount() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            KeyNode node = keys.getNodes(middle);
            if (behind(node) <= seq) {
                low = middle + 1;
            } else if (first(node) > seq) {
                high = middle - 1;
            } else {
                return Optional.of(descend(node, seq));
            }
        }
        return Optional.empty();
    }

    /// The first event that has a key; behind the last one that can be if none has.
    public static long firstLeft(PayloadKeys keys) {
        return keys.getNodesCount() == 0 ? 1L << DEPTH : first(keys.getNodes(0));
    }

    /// The keys without those of some events. The same object if they were erased before.
    ///
    /// @param first the first event
    /// @param behind the event behind the last one
    public static PayloadKeys without(PayloadKeys keys, long first, long behind) {
        requireSeq(first);
        requireSeq(behind);
        List<KeyNode> left = new ArrayList<>();
        boolean touched = false;
        for (KeyNode node : keys.getNodesList()) {
            if (behind(node) <= first || first(node) >= behind) {
                left.add(node);
            } else {
                touched = true;
                keepAround(node, first, behind, left);
            }
        }
        return touched ? keys.toBuilder().clearNodes().addAllNodes(left).build() : keys;
    }

    private static void keepAround(KeyNode node, long first, long behind, List<KeyNode> left) {
        if (behind(node) <= first || first(node) >= behind) {
            left.add(node);
        } else if (first(node) < first || behind(node) > behind) {
            keepAround(child(node, 0), first, behind, left);
            keepAround(child(node, 1), first, behind, left);
        }
    }

    private static ByteString descend(KeyNode from, long seq) {
        ByteString secret = from.getSecret();
        for (int level = from.getLevel() + 1; level <= DEPTH; level++) {
            secret = below(secret, (int) (seq >>> (DEPTH - level)) & 1);
        }
        return secret;
    }

    private static KeyNode child(KeyNode node, int side) {
        return KeyNode.newBuilder()
                .setLevel(node.getLevel() + 1)
                .setIndex(2 * node.getIndex() + side)
                .setSecret(below(node.getSecret(), side))
                .build();
    }

    private static ByteString below(ByteString secret, int side) {
        return new Sha256().raw(LABEL).octet(side).raw(secret).finish();
    }

    private static long first(KeyNode node) {
        return node.getIndex() << (DEPTH - node.getLevel());
    }

    private static long behind(KeyNode node) {
        return (node.getIndex() + 1) << (DEPTH - node.getLevel());
    }

    private static void requireSeq(long seq) {
        if (seq < 0 || seq > 1L << DEPTH) {
            throw new IllegalArgumentException("No event can have seq " + Long.toUnsignedString(seq));
        }
    }
}
