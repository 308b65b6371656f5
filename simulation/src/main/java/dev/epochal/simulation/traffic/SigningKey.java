package dev.epochal.simulation.traffic;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.HpkePublicKey;
import dev.epochal.mls.crypto.SignContent;
import dev.epochal.mls.crypto.SignatureLabel;
import dev.epochal.mls.crypto.SignaturePublicKey;
import java.util.SplittableRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// An Ed25519 key pair. Its signatures depend on nothing but the seed.
record SigningKey(Octets secret, SignaturePublicKey publicKey) {
    private static final int SIZE = 32;

    static SigningKey generate(SplittableRandom random) {
        Octets secret = octets(random, SIZE);
        byte[] key = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(secret.toByteArray(), 0, key, 0);
        return new SigningKey(secret, new SignaturePublicKey(Octets.owning(key)));
    }

    /// Random octets are an X25519 key whose private key nobody knows.
    static HpkePublicKey encryptionKey(SplittableRandom random) {
        return new HpkePublicKey(octets(random, SIZE));
    }

    static Octets octets(SplittableRandom random, int size) {
        byte[] octets = new byte[size];
        random.nextBytes(octets);
        return Octets.owning(octets);
    }

    Octets sign(SignatureLabel label, Octets content) {
        byte[] message = new SignContent(label, content).encoded().toByteArray();
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(
                secret.toByteArray(), 0, publicKey.octets().toByteArray(), 0, message, 0, message.length, signature, 0);
        return Octets.owning(signature);
    }
}
