package dev.epochal.mls.crypto;

import dev.epochal.mls.codec.Octets;
import java.security.MessageDigest;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.math.ec.rfc8032.Ed448;

/// Signatures by BouncyCastle's pure Java code, for all schemes and sizes.
final class BouncyCastleVerifier implements SignatureVerifier {
    private static final byte[] NO_CONTEXT = new byte[0];

    @Override
    public boolean verify(SignatureScheme scheme, SignaturePublicKey key, Octets message, Octets signature) {
        return switch (scheme) {
            case ED25519 -> ed25519(key.octets(), message, signature);
            case ED448 -> ed448(key.octets(), message, signature);
            case ECDSA_P256_SHA256 ->
                ecdsa(EcdsaForm.P256, CipherSuite.P256_AES128_SHA256_P256, key.octets(), message, signature);
            case ECDSA_P384_SHA384 ->
                ecdsa(EcdsaForm.P384, CipherSuite.P384_AES256_SHA384_P384, key.octets(), message, signature);
            case ECDSA_P521_SHA512 ->
                ecdsa(EcdsaForm.P521, CipherSuite.P521_AES256_SHA512_P521, key.octets(), message, signature);
        };
    }

    /// BouncyCastle multiplies the equation by a number that depends on the message, and so may overlook a part
    /// of small order in R. Asking for R's order closes that gap.
    private static boolean ed25519(Octets key, Octets message, Octets signature) {
        if (!EdwardsForm.ED25519.isPoint(key) || !EdwardsForm.ED25519.isSignature(signature)) {
            return false;
        }
        byte[] bytes = signature.toByteArray();
        return Ed25519.validatePublicKeyFull(bytes, 0)
                && Ed25519.verify(bytes, 0, key.toByteArray(), 0, message.toByteArray(), 0, message.size());
    }

    private static boolean ed448(Octets key, Octets message, Octets signature) {
        if (!EdwardsForm.ED448.isPoint(key) || !EdwardsForm.ED448.isSignature(signature)) {
            return false;
        }
        byte[] bytes = signature.toByteArray();
        return Ed448.validatePublicKeyFull(bytes, 0)
                && Ed448.verify(bytes, 0, key.toByteArray(), 0, NO_CONTEXT, message.toByteArray(), 0, message.size());
    }

    private static boolean ecdsa(EcdsaForm form, CipherSuite suite, Octets key, Octets message, Octets signature) {
        return form.numbers(signature)
                .flatMap(numbers -> form.point(key).map(point -> {
                    ECDSASigner signer = new ECDSASigner();
                    signer.init(false, new ECPublicKeyParameters(point, form.domain()));
                    MessageDigest digest = suite.newDigest();
                    message.updateInto(digest);
                    return signer.verifySignature(digest.digest(), numbers.r(), numbers.s());
                }))
                .orElse(false);
    }

    @Override
    public String toString() {
        return "BouncyCastle";
    }
}
