package dev.epochal.api.access;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;

/// Whose tokens are believed, and how they are signed. A token never says where its key is.
///
/// @param name the `iss` of its tokens
/// @param audience what must stand in `aud`
/// @param terms how far its tokens are believed
/// @param keys what they are signed with
public record Issuer(String name, String audience, Terms terms, IssuerKeys keys) {
    /// How many octets a shared secret must have at least (RFC 7518 §3.2).
    public static final int SECRET_OCTETS_MIN = 32;

    /// What this server calls itself as an issuer.
    public static final String OURSELVES = "epochal";

    private static final Duration SHARED_LIFETIME_MAX = Duration.ofDays(31);

    /// How far an issuer's tokens are believed.
    ///
    /// @param algorithms the signature algorithms that its keys are for, and no others
    /// @param scopes what its tokens can allow; what else one says is passed over
    /// @param lifetimeMax the longest time from `iat` to `exp`
    public record Terms(Set<SignatureAlgorithm> algorithms, Set<Scope> scopes, Duration lifetimeMax) {
        public Terms {
            algorithms = Set.copyOf(algorithms);
            scopes = Set.copyOf(scopes);
        }
    }

    /// An issuer that shares a secret with this server (HS256): the server itself, or whoever runs it.
    ///
    /// @param secret the secret as text; its UTF-8 is the key
    public static Issuer sharing(String secret) {
        var octets = secret.getBytes(StandardCharsets.UTF_8);
        if (octets.length < SECRET_OCTETS_MIN) {
            throw new IllegalArgumentException("The secret that signs tokens has " + octets.length
                    + " octets; give it at least " + SECRET_OCTETS_MIN);
        }
        var key = new SecretKeySpec(octets, "HmacSHA256");
        var terms = new Terms(Set.of(SignatureAlgorithm.HS256), EnumSet.allOf(Scope.class), SHARED_LIFETIME_MAX);
        return new Issuer(OURSELVES, OURSELVES, terms, (_, _) -> Optional.of(key));
    }
}
