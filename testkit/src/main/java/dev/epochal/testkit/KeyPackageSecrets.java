package dev.epochal.testkit;

import dev.epochal.client.Octets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.mls.TreeKEM.LeafNode;
import org.bouncycastle.mls.TreeKEM.LifeTime;
import org.bouncycastle.mls.codec.Capabilities;
import org.bouncycastle.mls.codec.KeyPackage;
import org.bouncycastle.mls.codec.MLSInputStream;
import org.bouncycastle.mls.codec.MLSMessage;

/// A KeyPackage with the private keys that belong to it (RFC 9420 §10).
public final class KeyPackageSecrets {
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);
    private static final Duration LIFETIME = Duration.ofDays(84);

    private final KeyPackage keyPackage;
    private final AsymmetricCipherKeyPair initKeys;
    private final AsymmetricCipherKeyPair leafKeys;
    private final Octets message;
    private final Octets ref;

    private KeyPackageSecrets(KeyPackage keyPackage, AsymmetricCipherKeyPair initKeys, AsymmetricCipherKeyPair leafKeys)
            throws IOException {
        this.keyPackage = keyPackage;
        this.initKeys = initKeys;
        this.leafKeys = leafKeys;
        this.message = Bcmls.encode(MLSMessage.keyPackage(keyPackage));
        this.ref = Octets.of(Bcmls.SUITE.refHash(Bcmls.encode(keyPackage).toArray(), "MLS 1.0 KeyPackage Reference"));
    }

    /// A fresh KeyPackage, valid from an hour ago for 84 days.
    public static KeyPackageSecrets generate(MlsIdentity identity) {
        return Bcmls.run("make a KeyPackage", () -> {
            var initKeys = Bcmls.SUITE.getHPKE().generatePrivateKey();
            var leafKeys = Bcmls.SUITE.getHPKE().generatePrivateKey();
            var keyPackage = new KeyPackage(
                    Bcmls.SUITE,
                    Bcmls.SUITE.getHPKE().serializePublicKey(initKeys.getPublic()),
                    leafNode(identity, leafKeys),
                    new ArrayList<>(),
                    identity.signaturePrivateKey());
            return new KeyPackageSecrets(keyPackage, initKeys, leafKeys);
        });
    }

    private static LeafNode leafNode(MlsIdentity identity, AsymmetricCipherKeyPair leafKeys) throws Exception {
        return new LeafNode(
                Bcmls.SUITE,
                Bcmls.SUITE.getHPKE().serializePublicKey(leafKeys.getPublic()),
                identity.signaturePublicKey(),
                identity.credential(),
                new Capabilities(),
                lifetime(),
                new ArrayList<>(),
                identity.signaturePrivateKey());
    }

    /// The engine's own default is valid for ever, which no server should accept; only decoding makes a real one.
    private static LifeTime lifetime() throws IOException {
        var now = Instant.now();
        var bytes = ByteBuffer.allocate(16)
                .putLong(now.minus(CLOCK_SKEW).getEpochSecond())
                .putLong(now.plus(LIFETIME).getEpochSecond())
                .array();
        return new LifeTime(new MLSInputStream(bytes));
    }

    /// MLSMessage(mls_key_package).
    public Octets message() {
        return message;
    }

    /// The KeyPackageRef (RFC 9420 §5.2).
    public Octets ref() {
        return ref;
    }

    KeyPackage keyPackage() {
        return keyPackage;
    }

    AsymmetricCipherKeyPair leafKeys() {
        return leafKeys;
    }

    byte[] initPrivateKey() {
        return Bcmls.SUITE.getHPKE().serializePrivateKey(initKeys.getPrivate());
    }
}
