package dev.epochal.mls.tree;

import dev.epochal.mls.codec.MalformedException.Reason;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.crypto.HpkePublicKey;
import java.util.List;

/// A `ParentNode` (RFC 9420 §7.1).
///
/// @param encryptionKey the HPKE key that the members below share
/// @param parentHash the hash of the node above it, empty at the root
/// @param unmergedLeaves leaf indices, strictly increasing
/// @param bytes the octets as they came
public record ParentNode(HpkePublicKey encryptionKey, Octets parentHash, List<Long> unmergedLeaves, Octets bytes)
        implements Node {
    /// Copies the list.
    public ParentNode {
        unmergedLeaves = List.copyOf(unmergedLeaves);
    }

    /// A node with these fields, freshly encoded.
    public static ParentNode of(HpkePublicKey encryptionKey, Octets parentHash, List<Long> unmergedLeaves) {
        ParentNode fields = new ParentNode(encryptionKey, parentHash, unmergedLeaves, Octets.EMPTY);
        return new ParentNode(encryptionKey, parentHash, unmergedLeaves, fields.encoded());
    }

    /// Reads one node; refuses unmerged leaves that aren't strictly increasing.
    public static ParentNode parse(Reader reader) {
        int mark = reader.mark();
        HpkePublicKey encryptionKey = HpkePublicKey.parse(reader);
        Octets parentHash = reader.opaque("ParentNode.parent_hash");
        List<Long> unmergedLeaves = reader.list("ParentNode.unmerged_leaves", r -> r.u32("ParentNode.unmerged_leaves"));
        for (int i = 1; i < unmergedLeaves.size(); i++) {
            if (unmergedLeaves.get(i - 1) >= unmergedLeaves.get(i)) {
                throw reader.malformed(Reason.NOT_INCREASING, "ParentNode.unmerged_leaves");
            }
        }
        return new ParentNode(encryptionKey, parentHash, unmergedLeaves, reader.since(mark));
    }

    @Override
    public void writeTo(Writer writer) {
        encryptionKey.writeTo(writer);
        writer.opaque(parentHash).vector(inner -> unmergedLeaves.forEach(inner::u32));
    }
}
