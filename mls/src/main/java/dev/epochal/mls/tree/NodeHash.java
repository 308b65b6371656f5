package dev.epochal.mls.tree;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.crypto.CipherSuite;
import dev.epochal.mls.crypto.HpkePublicKey;
import java.util.Optional;

/// Computes the hashes of a tree's nodes from their original octets: tree hashes (RFC 9420 §7.8) and parent hashes
/// (§7.9).
///
/// @param suite whose hash it is
public record NodeHash(CipherSuite suite) {
    /// The tree hash of a leaf; the node is empty if it is blank.
    public Octets leaf(int leafIndex, Optional<? extends Node> node) {
        Octets bytes = node.map(Node::bytes).orElse(Octets.EMPTY);
        Writer writer = new Writer(bytes.size() + 8);
        writer.u8(1).u32(leafIndex).u8(node.isPresent() ? 1 : 0).raw(bytes);
        return suite.hash(writer.toOctets());
    }

    /// The tree hash of a parent; the node is empty if it is blank.
    public Octets parent(Optional<? extends Node> node, Octets leftHash, Octets rightHash) {
        Octets bytes = node.map(Node::bytes).orElse(Octets.EMPTY);
        Writer writer = new Writer(bytes.size() + 2 * leftHash.size() + 8);
        writer.u8(2).u8(node.isPresent() ? 1 : 0).raw(bytes).opaque(leftHash).opaque(rightHash);
        return suite.hash(writer.toOctets());
    }

    /// The parent hash of a node with the given copath child (`ParentHashInput`).
    public Octets parentHash(HpkePublicKey encryptionKey, Octets parentHash, Octets originalSiblingTreeHash) {
        Writer writer = new Writer(192);
        encryptionKey.writeTo(writer);
        return suite.hash(
                writer.opaque(parentHash).opaque(originalSiblingTreeHash).toOctets());
    }
}
