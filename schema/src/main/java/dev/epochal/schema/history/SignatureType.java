package dev.epochal.schema.history;

import com.google.protobuf.ByteString;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// The types of signatures below a note (C2SP signed-note) that this version verifies.
enum SignatureType {
    /// Ed25519 over the text.
    ED25519(1, 32, 64),
    /// A cosignature by Ed25519 (C2SP tlog-cosignature).
    ED25519_COSIGNATURE(4, 32, 64),
    /// A cosignature by ML-DSA-44 (C2SP tlog-cosignature, FIPS 204), made to withstand quantum computers.
    ML_DSA_44_COSIGNATURE(6, 1_312, 2_420);

    private static final String ML_DSA_44 = "ML-DSA-44";

    /// What stands before the key in its SubjectPublicKeyInfo (RFC 9881).
    private static final ByteString ML_DSA_44_PREFIX =
            ByteString.copyFrom(HexFormat.of().parseHex("30820532300b06096086480165030403110382052100"));

    private final int code;
    private final int keySize;
    private final int signatureSize;

    SignatureType(int code, int keySize, int signatureSize) {
        this.code = code;
        this.keySize = keySize;
        this.signatureSize = signatureSize;
    }

    /// How the specification numbers it.
    int code() {
        return code;
    }

    int keySize() {
        return keySize;
    }

    /// The size of the signature, without the time that stands before it in a cosignature.
    int signatureSize() {
        return signatureSize;
    }

    /// Whether a signature over octets is valid. For a key that can't be one none is.
    boolean verifies(ByteString publicKey, byte[] message, ByteString signature) {
        return this == ML_DSA_44_COSIGNATURE
                ? mlDsa(publicKey, message, signature)
                : ed25519(publicKey, message, signature);
    }

    private static boolean ed25519(ByteString publicKey, byte[] message, ByteString signature) {
        try {
            var verifier = new Ed25519Signer();
            verifier.init(false, new Ed25519PublicKeyParameters(publicKey.toByteArray()));
            verifier.update(message, 0, message.length);
            return verifier.verifySignature(signature.toByteArray());
        } catch (IllegalArgumentException _) {
            // The octets are no point of the curve.
            return false;
        }
    }

    private static boolean mlDsa(ByteString publicKey, byte[] message, ByteString signature) {
        try {
            var info = new X509EncodedKeySpec(ML_DSA_44_PREFIX.concat(publicKey).toByteArray());
            var verifier = Signature.getInstance(ML_DSA_44);
            verifier.initVerify(KeyFactory.getInstance(ML_DSA_44).generatePublic(info));
            verifier.update(message);
            return verifier.verify(signature.toByteArray());
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}
