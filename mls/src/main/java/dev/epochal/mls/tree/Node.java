package dev.epochal.mls.tree;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.crypto.HpkePublicKey;

/// A non-blank node of a ratchet tree. Its place tells its kind: leaves stand at even indices, parents at odd ones.
public sealed interface Node extends Struct permits LeafNode, ParentNode {
    /// The exact octets of the LeafNode or ParentNode as they came, without the node type.
    Octets bytes();

    /// The node's HPKE key.
    HpkePublicKey encryptionKey();
}
