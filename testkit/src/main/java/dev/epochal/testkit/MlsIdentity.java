package dev.epochal.testkit;

import dev.epochal.client.Octets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.mls.codec.Credential;
import org.bouncycastle.mls.codec.MLSInputStream;

/// Who a client is: its user, its id among the user's clients, and the key pair that signs for it.
///
/// What its credential names is the UTF-8 of `user/client`. Immutable.
public final class MlsIdentity {
    private static final int VECTOR_OF_TWO_OCTETS = 0x4000;

    private final String user;
    private final String client;
    private final AsymmetricCipherKeyPair signatureKeys;
    private final Credential credential;

    private MlsIdentity(String user, String client, AsymmetricCipherKeyPair signatureKeys, Credential credential) {
        this.user = user;
        this.client = client;
        this.signatureKeys = signatureKeys;
        this.credential = credential;
    }

    /// An identity with a fresh signature key pair.
    public static MlsIdentity generate(String user, String client) {
        return Bcmls.run(
                "make a signature key pair",
                () -> new MlsIdentity(
                        user,
                        client,
                        Bcmls.SUITE.generateSignatureKeyPair(),
                        Credential.forBasic(Octets.utf8(user + "/" + client).toArray())));
    }

    /// An identity with a fresh signature key pair that others vouch for.
    ///
    /// @param certify gives the DER certificate of a public signature key
    public static MlsIdentity certified(String user, String client, UnaryOperator<Octets> certify) {
        return Bcmls.run("make a certified identity", () -> {
            var keys = Bcmls.SUITE.generateSignatureKeyPair();
            var key = Octets.of(Bcmls.SUITE.serializeSignaturePublicKey(keys.getPublic()));
            return new MlsIdentity(user, client, keys, x509(certify.apply(key).toArray()));
        });
    }

    /// The engine makes no such credential itself: type 2, and a list with one certificate (RFC 9420 §5.3).
    private static Credential x509(byte[] certificate) throws IOException {
        int entry = certificate.length + 2;
        var encoded = ByteBuffer.allocate(entry + 4)
                .putShort((short) 2)
                .putShort((short) (VECTOR_OF_TWO_OCTETS | entry))
                .putShort((short) (VECTOR_OF_TWO_OCTETS | certificate.length))
                .put(certificate);
        return (Credential) MLSInputStream.decode(encoded.array(), Credential.class);
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
        return credential;
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
