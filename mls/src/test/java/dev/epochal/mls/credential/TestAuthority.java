package dev.epochal.mls.credential;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.crypto.SignatureScheme;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/// An authority of tests: a root, and an authority in the middle that certifies clients with keys on Ed25519.
public final class TestAuthority {
    private static final String ED25519_PREFIX = "302a300506032b6570032100";

    private final KeyPair rootKey = Certificates.keys(SignatureScheme.ECDSA_P256_SHA256);
    private final KeyPair middleKey = Certificates.keys(SignatureScheme.ECDSA_P384_SHA384);
    private final long nowSeconds;
    private final Octets root;
    private final Octets middle;

    /// One whose certificates are valid a day before and after a moment.
    public TestAuthority(long nowSeconds) {
        this.nowSeconds = nowSeconds;
        this.root = Certificates.issue(content("CN=root", rootKey.getPublic(), List.of(), true), "CN=root", rootKey);
        this.middle =
                Certificates.issue(content("CN=middle", middleKey.getPublic(), List.of(), true), "CN=root", rootKey);
    }

    private Certificates.Content content(String subject, PublicKey key, List<String> uris, boolean authority) {
        return new Certificates.Content(subject, key, uris, authority, nowSeconds);
    }

    /// The root's certificate, as DER.
    public Octets root() {
        return root;
    }

    /// The root's certificate, as a PEM file holds it.
    public String rootPem() {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(root.toByteArray())
                + "\n-----END CERTIFICATE-----\n";
    }

    /// The chain of a client's key below the root.
    ///
    /// @param key a public key on Ed25519 as it stands in leaves
    /// @param uris the alternative names
    public X509Credential certify(Octets key, String... uris) {
        try {
            Octets spki =
                    new Writer().raw(Octets.ofHex(ED25519_PREFIX)).raw(key).toOctets();
            PublicKey subject =
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki.toByteArray()));
            Octets leaf =
                    Certificates.issue(content("CN=client", subject, List.of(uris), false), "CN=middle", middleKey);
            return new X509Credential(List.of(leaf, middle));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
