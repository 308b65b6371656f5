package dev.epochal.mls.tree;

import dev.epochal.mls.codec.MalformedException.Reason;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;

/// How a LeafNode came to be (RFC 9420 §7.2).
public sealed interface LeafNodeSource extends Struct {
    /// Published in a KeyPackage.
    ///
    /// @param lifetime when it may be used
    record InKeyPackage(Lifetime lifetime) implements LeafNodeSource {
        @Override
        public void writeTo(Writer writer) {
            lifetime.writeTo(writer.u8(1));
        }
    }

    /// Sent in an Update proposal.
    record InUpdate() implements LeafNodeSource {
        @Override
        public void writeTo(Writer writer) {
            writer.u8(2);
        }
    }

    /// Sent in the path of a Commit.
    ///
    /// @param parentHash the hash of the node above it
    record InCommit(Octets parentHash) implements LeafNodeSource {
        @Override
        public void writeTo(Writer writer) {
            writer.u8(3).opaque(parentHash);
        }
    }

    /// Reads the source and what comes with it.
    static LeafNodeSource parse(Reader reader) {
        int source = reader.u8("LeafNode.leaf_node_source");
        return switch (source) {
            case 1 -> new InKeyPackage(Lifetime.parse(reader));
            case 2 -> new InUpdate();
            case 3 -> new InCommit(reader.opaque("LeafNode.parent_hash"));
            default -> throw reader.malformedBehind(1, Reason.UNKNOWN_VALUE, "LeafNode.leaf_node_source");
        };
    }
}
