package dev.epochal.simulation.traffic;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.Codes;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.credential.BasicCredential;
import dev.epochal.mls.crypto.HpkePublicKey;
import dev.epochal.mls.crypto.SignatureLabel;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.framing.WireFormat;
import dev.epochal.mls.keypackage.KeyPackage;
import dev.epochal.mls.tree.Capabilities;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.LeafNodeSource;
import dev.epochal.mls.tree.Lifetime;
import dev.epochal.schema.record.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A client that signs like a real one but seals nothing: it has no HPKE secrets. The server can't tell the difference.
public final class SigningClient {
    private static final int VERSION = 1;
    private static final int SUITE = 1;
    private static final int BASIC = 1;
    /// Around the time at which simulated worlds begin.
    private static final Lifetime LIFETIME = new Lifetime(1_749_000_000, 1_760_000_000);

    private static final Capabilities CAPABILITIES =
            new Capabilities(Codes.of(VERSION), Codes.of(SUITE), Codes.of(), Codes.of(), Codes.of(BASIC));

    private final Identity identity;
    private final SigningKey key;
    private final LeafNode leaf;
    private final List<KeyPackage> keyPackages = new ArrayList<>();

    /// @param stock how many KeyPackages it has
    SigningClient(Identity identity, SplittableRandom random, int stock) {
        this.identity = identity;
        this.key = SigningKey.generate(random);
        this.leaf = leaf(random);
        for (int i = 0; i < stock; i++) {
            keyPackages.add(keyPackage(random));
        }
    }

    public Identity identity() {
        return identity;
    }

    SigningKey key() {
        return key;
    }

    /// The leaf with which it begins a group.
    LeafNode leaf() {
        return leaf;
    }

    /// Its KeyPackages.
    public List<KeyPackage> keyPackages() {
        return List.copyOf(keyPackages);
    }

    /// The key that its leaves show.
    public ByteString signatureKey() {
        return ByteString.copyFrom(leaf.signatureKey().octets().toByteArray());
    }

    /// Its KeyPackages as they are published: MLSMessage(mls_key_package) each.
    public List<ByteString> keyPackageMessages() {
        return keyPackages.stream().map(SigningClient::message).toList();
    }

    private static ByteString message(KeyPackage keyPackage) {
        return ByteString.copyFrom(new Writer()
                .u16(VERSION)
                .u16(WireFormat.KEY_PACKAGE)
                .raw(keyPackage.bytes())
                .toOctets()
                .toByteArray());
    }

    private LeafNode leaf(SplittableRandom random) {
        HpkePublicKey encryptionKey = SigningKey.encryptionKey(random);
        var unsigned = Reader.whole(leaf(encryptionKey, Octets.EMPTY), "LeafNode", LeafNode::parse);
        var signature = key.sign(SignatureLabel.LEAF_NODE, unsigned.toBeSigned(Octets.EMPTY, 0));
        return Reader.whole(leaf(encryptionKey, signature), "LeafNode", LeafNode::parse);
    }

    private Octets leaf(HpkePublicKey encryptionKey, Octets signature) {
        return new LeafNode(
                        encryptionKey,
                        key.publicKey(),
                        new BasicCredential(Octets.ofText(identity.getUser() + "/" + identity.getClient())),
                        CAPABILITIES,
                        new LeafNodeSource.InKeyPackage(LIFETIME),
                        Extensions.NONE,
                        signature,
                        Octets.EMPTY)
                .encoded();
    }

    private KeyPackage keyPackage(SplittableRandom random) {
        HpkePublicKey initKey = SigningKey.encryptionKey(random);
        LeafNode itsLeaf = leaf(random);
        var unsigned = KeyPackage.parse(keyPackage(initKey, itsLeaf, Octets.EMPTY));
        var signature = key.sign(SignatureLabel.KEY_PACKAGE, unsigned.toBeSigned());
        return KeyPackage.parse(keyPackage(initKey, itsLeaf, signature));
    }

    private static Octets keyPackage(HpkePublicKey initKey, LeafNode itsLeaf, Octets signature) {
        return new KeyPackage(VERSION, SUITE, initKey, itsLeaf, Extensions.NONE, signature, Octets.EMPTY).encoded();
    }
}
