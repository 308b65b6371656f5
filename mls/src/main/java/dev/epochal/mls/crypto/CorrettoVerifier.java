package dev.epochal.mls.crypto;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/// Signatures by the Amazon Corretto Crypto Provider, whose native library need not load everywhere. The
/// provider isn't installed for others. Ed448 and messages of more than a megabyte go to BouncyCastle: the
/// provider has no Ed448, and it throws for larger Ed25519 messages.
final class CorrettoVerifier implements SignatureVerifier {
    private static final String PROVIDER = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
    private static final int MESSAGE_BYTES_MAX = 1_000_000;
    private static final Octets ED25519_KEY_PREFIX = Octets.ofHex("302a300506032b6570032100");
    private static final Octets P256_KEY_PREFIX = Octets.ofHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");
    private static final Octets P384_KEY_PREFIX = Octets.ofHex("3076301006072a8648ce3d020106052b81040022036200");
    private static final Octets P521_KEY_PREFIX = Octets.ofHex("30819b301006072a8648ce3d020106052b8104002303818600");

    private final Provider provider;
    private final KeyFactory edKeys;
    private final KeyFactory ecKeys;
    private final SignatureVerifier others = new BouncyCastleVerifier();

    private CorrettoVerifier(Provider provider) throws GeneralSecurityException {
        this.provider = provider;
        this.edKeys = KeyFactory.getInstance("Ed25519");
        this.ecKeys = KeyFactory.getInstance("EC", provider);
    }

    /// The verifier; empty where the provider is absent or its native library doesn't load.
    static Optional<CorrettoVerifier> load() {
        try {
            Class<?> type = Class.forName(PROVIDER);
            Object instance = type.getField("INSTANCE").get(null);
            Object error = type.getMethod("getLoadingError").invoke(instance);
            return error == null && instance instanceof Provider provider
                    ? Optional.of(new CorrettoVerifier(provider))
                    : Optional.empty();
        } catch (GeneralSecurityException | ReflectiveOperationException | LinkageError e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean verify(SignatureScheme scheme, SignaturePublicKey key, Octets message, Octets signature) {
        if (message.size() > MESSAGE_BYTES_MAX || scheme == SignatureScheme.ED448) {
            return others.verify(scheme, key, message, signature);
        }
        return switch (scheme) {
            case ED25519 -> ed25519(key.octets(), message, signature);
            case ECDSA_P256_SHA256 -> ecdsa(EcdsaForm.P256, "SHA256withECDSA", key.octets(), message, signature);
            case ECDSA_P384_SHA384 -> ecdsa(EcdsaForm.P384, "SHA384withECDSA", key.octets(), message, signature);
            case ECDSA_P521_SHA512 -> ecdsa(EcdsaForm.P521, "SHA512withECDSA", key.octets(), message, signature);
            case ED448 -> throw new IllegalStateException("Ed448 was sent on");
        };
    }

    private boolean ed25519(Octets key, Octets message, Octets signature) {
        if (!EdwardsForm.ED25519.isPoint(key) || !EdwardsForm.ED25519.isSignature(signature)) {
            return false;
        }
        return check("Ed25519", edKeys, join(ED25519_KEY_PREFIX, key), message, signature);
    }

    private boolean ecdsa(EcdsaForm form, String algorithm, Octets key, Octets message, Octets signature) {
        if (form.numbers(signature).isEmpty() || form.point(key).isEmpty()) {
            return false;
        }
        Octets prefix = switch (form) {
            case P256 -> P256_KEY_PREFIX;
            case P384 -> P384_KEY_PREFIX;
            case P521 -> P521_KEY_PREFIX;
        };
        return check(algorithm, ecKeys, join(prefix, key), message, signature);
    }

    private boolean check(String algorithm, KeyFactory keys, byte[] key, Octets message, Octets signature) {
        try {
            PublicKey publicKey = keys.generatePublic(new X509EncodedKeySpec(key));
            Signature verifier = Signature.getInstance(algorithm, provider);
            verifier.initVerify(publicKey);
            verifier.update(message.toByteArray());
            return verifier.verify(signature.toByteArray());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static byte[] join(Octets prefix, Octets key) {
        return new Writer(prefix.size() + key.size())
                .raw(prefix)
                .raw(key)
                .toOctets()
                .toByteArray();
    }

    @Override
    public String toString() {
        return "ACCP";
    }
}
