package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.credential.BasicCredential;
import dev.epochal.mls.crypto.HpkePublicKey;
import dev.epochal.mls.crypto.SignatureLabel;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.keypackage.KeyPackage;
import dev.epochal.mls.tree.LeafNodeSource;
import dev.epochal.mls.tree.Lifetime;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// A client on paper: it signs like a real one, but it has no HPKE secrets and seals nothing. Enough for an
/// observer, who can't tell the difference, and it can break any rule.
record PaperClient(String name, PaperKey key, SplittableRandom random) {
    static final long NOW = 1_750_000_000;

    static PaperClient named(String name, SplittableRandom random) {
        return new PaperClient(name, PaperKey.generate(random), random.split());
    }

    PaperLeaf leaf() {
        Lifetime lifetime = new Lifetime(NOW - 3_600, NOW + 30 * 86_400);
        return new PaperLeaf(
                PaperKey.encryptionKey(random),
                key,
                new BasicCredential(Octets.ofText(name)),
                new LeafNodeSource.InKeyPackage(lifetime));
    }

    KeyPackage keyPackage() {
        return keyPackage(_ -> {}, _ -> {});
    }

    KeyPackage keyPackage(Consumer<PaperLeaf> leafChange, Consumer<PaperKeyPackage> change) {
        PaperLeaf leaf = leaf();
        leafChange.accept(leaf);
        PaperKeyPackage paper = new PaperKeyPackage(PaperKey.encryptionKey(random), key);
        change.accept(paper);
        return paper.sign(leaf);
    }

    /// A KeyPackage before it is signed.
    static final class PaperKeyPackage {
        int version = 1;
        int suite = 1;
        HpkePublicKey initKey;
        Extensions extensions = Extensions.NONE;
        PaperKey signer;
        Octets leafGroupId = Octets.EMPTY;

        PaperKeyPackage(HpkePublicKey initKey, PaperKey signer) {
            this.initKey = initKey;
            this.signer = signer;
        }

        KeyPackage sign(PaperLeaf leaf) {
            KeyPackage unsigned = KeyPackage.parse(fields(leaf, Octets.EMPTY));
            return KeyPackage.parse(fields(leaf, signer.sign(SignatureLabel.KEY_PACKAGE, unsigned.toBeSigned())));
        }

        private Octets fields(PaperLeaf leaf, Octets signature) {
            return new KeyPackage(
                            version, suite, initKey, leaf.sign(leafGroupId, 0), extensions, signature, Octets.EMPTY)
                    .encoded();
        }
    }
}
