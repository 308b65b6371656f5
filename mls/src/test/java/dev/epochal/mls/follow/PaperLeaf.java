package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Codes;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.credential.Credential;
import dev.epochal.mls.crypto.HpkePublicKey;
import dev.epochal.mls.crypto.SignatureLabel;
import dev.epochal.mls.crypto.SignaturePublicKey;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.tree.Capabilities;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.LeafNodeSource;

/// A LeafNode before it is signed: tests change what they like.
final class PaperLeaf {
    HpkePublicKey encryptionKey;
    SignaturePublicKey signatureKey;
    Credential credential;
    Codes versions = Codes.of(1);
    Codes suites = Codes.of(1, 0x1a1a);
    Codes extensionTypes = Codes.of(6, 7, 8, 10, 0x2a2a, 0xf001);
    Codes proposalTypes = Codes.of(8, 9, 10);
    Codes credentialTypes = Codes.of(1, 2);
    LeafNodeSource source;
    Extensions extensions = Extensions.NONE;
    PaperKey signer;

    PaperLeaf(HpkePublicKey encryptionKey, PaperKey key, Credential credential, LeafNodeSource source) {
        this.encryptionKey = encryptionKey;
        this.signatureKey = key.publicKey();
        this.credential = credential;
        this.source = source;
        this.signer = key;
    }

    LeafNode sign(Octets groupId, int leafIndex) {
        LeafNode unsigned = LeafNode.parse(Reader.of(fields(Octets.EMPTY)));
        Octets signature = signer.sign(SignatureLabel.LEAF_NODE, unsigned.toBeSigned(groupId, leafIndex));
        return LeafNode.parse(Reader.of(fields(signature)));
    }

    private Octets fields(Octets signature) {
        Capabilities capabilities = new Capabilities(versions, suites, extensionTypes, proposalTypes, credentialTypes);
        return new LeafNode(
                        encryptionKey,
                        signatureKey,
                        credential,
                        capabilities,
                        source,
                        extensions,
                        signature,
                        Octets.EMPTY)
                .encoded();
    }
}
