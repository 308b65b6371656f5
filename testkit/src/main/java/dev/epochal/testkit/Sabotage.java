package dev.epochal.testkit;

import dev.epochal.client.Octets;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.mls.crypto.MlsCipherSuite;
import org.bouncycastle.mls.crypto.bc.BcMlsSigner;

/// Spoils the path secrets that a member's Commits seal for chosen nodes of the tree. All the rest of these Commits is
/// right, signatures and confirmation tag too: only members below those nodes can tell (RFC 9420 §16.12). Not
/// thread-safe.
public final class Sabotage {
    private static final String PATH_LABEL = "UpdatePathNode";
    private static final int ED25519 = 7;

    private final Set<Octets> targets = new HashSet<>();

    /// From now on, and instead of what was aimed at before.
    ///
    /// @param encryptionKeys the public keys of the nodes whose ciphertexts are to be spoilt
    public void aimAt(Set<Octets> encryptionKeys) {
        targets.clear();
        targets.addAll(encryptionKeys);
    }

    MlsCipherSuite suite() {
        return new Spoiling(targets);
    }

    /// The engine's suite but for the ciphertexts.
    private static final class Spoiling extends MlsCipherSuite {
        private final Set<Octets> targets;

        Spoiling(Set<Octets> targets) {
            super(
                    Bcmls.SUITE.getSuiteID(),
                    new BcMlsSigner(ED25519),
                    Bcmls.SUITE.getKDF(),
                    Bcmls.SUITE.getAEAD(),
                    Bcmls.SUITE.getHPKE());
            this.targets = targets;
        }

        @Override
        public byte[][] encryptWithLabel(byte[] publicKey, String label, byte[] context, byte[] plaintext)
                throws IOException, InvalidCipherTextException {
            var sealed = super.encryptWithLabel(publicKey, label, context, plaintext);
            if (label.equals(PATH_LABEL) && targets.contains(Octets.of(publicKey))) {
                // HPKE.seal gives the ciphertext and the encapsulated key; a flipped bit leaves the form as it was.
                sealed[0][0] ^= 1;
            }
            return sealed;
        }
    }
}
