package dev.epochal.schema.history;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// An Ed25519 key that signs notes. Immutable, safe for use by several threads. Tells its secret to nobody.
public final class NoteSigner {
    /// The size of the secret.
    public static final int SEED_SIZE = Ed25519PrivateKeyParameters.KEY_SIZE;

    private final Ed25519PrivateKeyParameters secret;

    private NoteSigner(Ed25519PrivateKeyParameters secret) {
        this.secret = secret;
    }

    /// A signer with the secret of RFC 8032 §5.1.5.
    ///
    /// @throws IllegalArgumentException if it isn't 32 octets
    public static NoteSigner of(ByteString seed) {
        if (seed.size() != SEED_SIZE) {
            throw new IllegalArgumentException("The secret of a signer has " + SEED_SIZE + " octets");
        }
        return new NoteSigner(new Ed25519PrivateKeyParameters(seed.toByteArray()));
    }

    /// The key that verifies what this signs under a name.
    public NoteKey key(String name) {
        return new NoteKey(name, ByteString.copyFrom(secret.generatePublicKey().getEncoded()));
    }

    ByteString sign(String text) {
        var signer = new Ed25519Signer();
        signer.init(true, secret);
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        signer.update(octets, 0, octets.length);
        return ByteString.copyFrom(signer.generateSignature());
    }
}
