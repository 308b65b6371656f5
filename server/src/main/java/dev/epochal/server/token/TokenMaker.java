package dev.epochal.server.token;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/// Signs tokens with the server's own secret (JWT, HS256).
///
/// @param secret the secret as text; its UTF-8 is the key
public record TokenMaker(String secret) {
    private static final String OURSELVES = "epochal";

    /// Whom a token is for and what it allows.
    ///
    /// @param scope the scopes, separated by spaces
    /// @param groups the groups, in base64url, whose histories an auditor may read
    public record Claims(String user, String client, String scope, List<String> groups) {}

    /// A token that is good from now on.
    public String token(Claims wanted, Instant now, Duration validity) {
        var claims = new JwtClaims();
        claims.setIssuer(OURSELVES);
        claims.setAudience(OURSELVES);
        claims.setSubject(wanted.user());
        claims.setStringClaim("client", wanted.client());
        claims.setStringClaim("scope", wanted.scope());
        if (!wanted.groups().isEmpty()) {
            claims.setStringListClaim("groups", wanted.groups());
        }
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(now.plus(validity).getEpochSecond()));
        var signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        signature.setHeader("typ", "JWT");
        signature.setPayload(claims.toJson());
        signature.setKey(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("The token could not be signed", e);
        }
    }

    /// Leaves the secret out.
    @Override
    public String toString() {
        return "TokenMaker[]";
    }
}
