package dev.epochal.testkit;

import dev.epochal.client.Octets;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.mls.codec.Credential;

/// Who a client is: its user, its id among the user's clients, and the key pair that signs for it.
///
/// The identity in its BasicCredential is the UTF-8 of `user/client`. Immutable.
public final class MlsIdentity {
    private final String user;
    private final String client;
    private final AsymmetricCipherKeyPair signatureKeys;

    private MlsIdentity(String user, String client, AsymmetricCipherKeyPair signatureKeys) {
        this.user = user;
        this.client = client;
        this.signatureKeys = signatureKeys;
    }

    /// An identity with a fresh signature key pair.
    public static MlsIdentity generate(String user, String client) {
        return Bcmls.run(
                "make a signature key pair",
                () -> new MlsIdentity(user, client, Bcmls.SUITE.generateSignatureKeyPair()));
    }

    /// The user.
    public String user() {
        return user;
    }

    /// The client's id among those of its user.
    public String client() {
        return client;
    }

    /// `user/client`.
    public String name() {
        return user + "/" + client;
    }

    /// The public key of the pair, as it stands in leaves.
    public Octets signatureKey() {
        return Octets.of(signaturePublicKey());
    }

    Credential credential() {
        return Credential.forBasic(Octets.utf8(name()).toArray());
    }

    byte[] signaturePublicKey() {
        return Bcmls.SUITE.serializeSignaturePublicKey(signatureKeys.getPublic());
    }

    AsymmetricCipherKeyPair signatureKeys() {
        return signatureKeys;
    }

    byte[] signaturePrivateKey() {
        return Bcmls.SUITE.serializeSignaturePrivateKey(signatureKeys.getPrivate());
    }
}
