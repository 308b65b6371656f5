package dev.epochal.api.access;

import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.keys.resolvers.VerificationKeyResolver;

/// Whose tokens are believed, and how they are signed. A token never says where its key is.
///
/// @param name the `iss` of its tokens
/// @param audience what must stand in `aud`
/// @param algorithms the signature algorithms that its keys are for, and no others
/// @param keys gives the key for a token's header
public record Issuer(String name, String audience, List<String> algorithms, VerificationKeyResolver keys) {
    /// How many octets a shared secret must have at least (RFC 7518 §3.2).
    public static final int SECRET_OCTETS_MIN = 32;

    private static final String OURSELVES = "epochal";

    /// An issuer that shares a secret with this server (HS256).
    ///
    /// @param secret the secret as text; its UTF-8 is the key
    public static Issuer sharing(String secret) {
        var octets = secret.getBytes(StandardCharsets.UTF_8);
        if (octets.length < SECRET_OCTETS_MIN) {
            throw new IllegalArgumentException("The secret that signs tokens has " + octets.length
                    + " octets; give it at least " + SECRET_OCTETS_MIN);
        }
        var key = new SecretKeySpec(octets, "HmacSHA256");
        return new Issuer(OURSELVES, OURSELVES, List.of(AlgorithmIdentifiers.HMAC_SHA256), (_, _) -> key);
    }
}
