package dev.epochal.server.setting;

import dev.epochal.api.Encryption;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// The certificate of the interface and its key, as PEM files of any authority hold them.
final class ListenerTls {
    private static final String CERTIFICATE = "TLS_CERTIFICATE";
    private static final String KEY = "TLS_PRIVATE_KEY";
    private static final String VERSION = "TLS_VERSION_MIN";
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");
    private static final char[] NO_PASSWORD = new char[0];

    private ListenerTls() {}

    /// What `TLS_CERTIFICATE`, `TLS_PRIVATE_KEY` and `TLS_VERSION_MIN` say; empty if the interface speaks in clear.
    static Optional<Encryption> of(Environment environment) {
        var certificate = environment.value(CERTIFICATE);
        var key = environment.value(KEY);
        if (certificate.isPresent() != key.isPresent()) {
            throw new StartRefusedException((certificate.isPresent() ? CERTIFICATE : KEY) + " is set, but "
                    + (certificate.isPresent() ? KEY : CERTIFICATE)
                    + " is not: set both (or both as files with _FILE)");
        }
        boolean isTls12Taken = isTls12Taken(environment);
        return certificate.flatMap(chain ->
                key.map(secret -> new Encryption(context(chain(chain), key(secret)), isTls12Taken)));
    }

    private static boolean isTls12Taken(Environment environment) {
        return switch (environment.value(VERSION).orElse("1.3")) {
            case "1.3" -> false;
            case "1.2" -> true;
            default -> throw new StartRefusedException(VERSION + " must be 1.3 or 1.2");
        };
    }

    private static List<? extends Certificate> chain(String pem) {
        try {
            var stream = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
            var chain = List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(stream));
            if (!chain.isEmpty()) {
                return chain;
            }
        } catch (GeneralSecurityException e) {
            throw new StartRefusedException(CERTIFICATE + " must hold the certificate and its chain as PEM", e);
        }
        throw new StartRefusedException(CERTIFICATE + " must hold the certificate and its chain as PEM");
    }

    private static PrivateKey key(String pem) {
        var block = PKCS8.matcher(pem);
        if (!block.find()) {
            throw wrongKey();
        }
        var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(1)));
        for (var algorithm : ALGORITHMS) {
            var key = key(algorithm, spec);
            if (key.isPresent()) {
                return key.get();
            }
        }
        throw wrongKey();
    }

    /// The key, if it is one of this algorithm.
    private static Optional<PrivateKey> key(String algorithm, PKCS8EncodedKeySpec spec) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
        } catch (InvalidKeySpecException _) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Each Java platform has " + algorithm, e);
        }
    }

    /// The key is not repeated, and neither is what was wrong about it.
    private static StartRefusedException wrongKey() {
        return new StartRefusedException(
                KEY + " must hold an EC, RSA or Ed25519 key as PEM that begins with BEGIN PRIVATE"
                        + " KEY; \"openssl pkcs8 -topk8 -nocrypt\" makes it of other forms");
    }

    private static SSLContext context(List<? extends Certificate> chain, PrivateKey key) {
        try {
            if (!belongTogether(chain.getFirst().getPublicKey(), key)) {
                throw new StartRefusedException(KEY + " is not the key of the first certificate of " + CERTIFICATE);
            }
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry("interface", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, NO_PASSWORD);
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new StartRefusedException(CERTIFICATE + " and " + KEY + " don't make a chain with its key", e);
        }
    }

    private static boolean belongTogether(PublicKey certified, PrivateKey key) throws GeneralSecurityException {
        if (!certified.getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        var signature = Signature.getInstance(
                switch (key.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> key.getAlgorithm();
                });
        signature.initSign(key);
        var octets = signature.sign();
        signature.initVerify(certified);
        return signature.verify(octets);
    }
}
