package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.HpkePublicKey;
import dev.epochal.mls.crypto.SignContent;
import dev.epochal.mls.crypto.SignatureLabel;
import dev.epochal.mls.crypto.SignaturePublicKey;
import java.util.SplittableRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// An Ed25519 key pair of a paper client.
record PaperKey(Octets secret, SignaturePublicKey publicKey) {
    static PaperKey generate(SplittableRandom random) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        byte[] key = new byte[32];
        Ed25519.generatePublicKey(secret, 0, key, 0);
        return new PaperKey(Octets.owning(secret), new SignaturePublicKey(Octets.owning(key)));
    }

    /// Random octets are an X25519 key whose private key nobody knows.
    static HpkePublicKey encryptionKey(SplittableRandom random) {
        byte[] key = new byte[32];
        random.nextBytes(key);
        return new HpkePublicKey(Octets.owning(key));
    }

    Octets sign(SignatureLabel label, Octets content) {
        byte[] message = new SignContent(label, content).encoded().toByteArray();
        byte[] signature = new byte[64];
        Ed25519.sign(secret.toByteArray(), 0, message, 0, message.length, signature, 0);
        return Octets.owning(signature);
    }
}
