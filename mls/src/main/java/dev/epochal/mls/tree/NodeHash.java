package dev.epochal.mls.tree;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.crypto.CipherSuite;
import java.util.Optional;

/// Computes `TreeHashInput` hashes (RFC 9420 §7.8) from the nodes' original octets.
final class NodeHash {
    private final CipherSuite suite;

    NodeHash(CipherSuite suite) {
        this.suite = suite;
    }

    Octets leaf(int leafIndex, Optional<? extends Node> node) {
        Octets bytes = node.map(Node::bytes).orElse(Octets.EMPTY);
        Writer writer = new Writer(bytes.size() + 8);
        writer.u8(1).u32(leafIndex).u8(node.isPresent() ? 1 : 0).raw(bytes);
        return suite.hash(writer.toOctets());
    }

    Octets parent(Optional<? extends Node> node, Octets leftHash, Octets rightHash) {
        Octets bytes = node.map(Node::bytes).orElse(Octets.EMPTY);
        Writer writer = new Writer(bytes.size() + 2 * leftHash.size() + 8);
        writer.u8(2).u8(node.isPresent() ? 1 : 0).raw(bytes).opaque(leftHash).opaque(rightHash);
        return suite.hash(writer.toOctets());
    }
}
