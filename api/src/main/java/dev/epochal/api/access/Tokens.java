package dev.epochal.api.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.ByteString;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.problem.Problem;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import dev.epochal.schema.record.Identity;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/// Verifies bearer tokens (RFC 7519 as RFC 8725 wants it): signed JWTs of known issuers with the algorithms of their
/// keys. A verified token is remembered by its hash, in a bounded cache, for some minutes and no longer than it is
/// good: after that its issuer must still have the key. Thread-safe.
public final class Tokens {
    private static final int SKEW_SECONDS = 60;
    private static final String SCHEME = "bearer ";
    private static final int REMEMBERED_MAX = 10_000;
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(5);

    private final Map<String, Issuer> issuers;
    private final InstantSource clock;
    private final Cache<ByteString, Verified> remembered;

    private record Verified(Caller caller, long expiresAtSecond) {}

    /// Believes the tokens of these issuers.
    public Tokens(Collection<Issuer> issuers, InstantSource clock) {
        this.issuers = issuers.stream().collect(Collectors.toUnmodifiableMap(Issuer::name, Function.identity()));
        this.clock = clock;
        this.remembered = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_MAX)
                .expireAfterWrite(REMEMBERED_FOR)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    /// Whether the values of the Authorization header field are a token that was verified a short while ago, so that
    /// looking at it again costs nothing.
    public boolean remembers(List<String> authorization) {
        return authorization.size() == 1
                && authorization.getFirst().length() <= SCHEME.length() + TokenShape.LENGTH_MAX
                && authorization.getFirst().length() > SCHEME.length()
                && remembered.getIfPresent(sha256(authorization.getFirst().substring(SCHEME.length()))) != null;
    }

    /// The caller that the values of the Authorization header field name.
    ///
    /// @throws ProblemException if there is no token, or it is not a good one
    public Caller caller(List<String> authorization) {
        if (authorization.isEmpty()) {
            throw refused(ProblemType.MISSING_TOKEN, "Send the header field Authorization: Bearer <token>", "");
        }
        var value = authorization.getFirst();
        if (authorization.size() > 1 || !value.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw invalid("The Authorization header field is not one bearer token");
        }
        var token = value.substring(SCHEME.length());
        if (token.length() > TokenShape.LENGTH_MAX) {
            throw invalid("The token is longer than " + TokenShape.LENGTH_MAX + " characters");
        }
        var hash = sha256(token);
        var known = remembered.getIfPresent(hash);
        if (known == null) {
            var verified = verify(token);
            remembered.put(hash, verified);
            return verified.caller();
        }
        if (clock.instant().getEpochSecond() - SKEW_SECONDS >= known.expiresAtSecond()) {
            remembered.invalidate(hash);
            throw expired();
        }
        return known.caller();
    }

    private Verified verify(String token) {
        var shape = TokenShape.of(token).orElseThrow(Tokens::unknown);
        var issuer = Optional.ofNullable(issuers.get(shape.issuer()))
                .filter(known -> known.terms().algorithms().contains(shape.algorithm()))
                .orElseThrow(Tokens::unknown);
        var key = issuer.keys().find(shape.algorithm(), shape.kid()).orElseThrow(Tokens::unknown);
        try {
            return verified(issuer, consumer(issuer, key).processToClaims(token));
        } catch (InvalidJwtException e) {
            throw e.hasExpired() ? expired() : invalid("The token's signature or claims are not acceptable");
        } catch (MalformedClaimException _) {
            throw invalid("A claim of the token has the wrong type");
        }
    }

    private JwtConsumer consumer(Issuer issuer, Key key) {
        return new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(
                        ConstraintType.PERMIT,
                        issuer.terms().algorithms().stream()
                                .map(SignatureAlgorithm::identifier)
                                .toArray(String[]::new))
                .setVerificationKey(key)
                .setExpectedIssuer(true, issuer.name())
                .setExpectedAudience(true, issuer.audience())
                .setRequireSubject()
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setIssuedAtRestrictions(0, Integer.MAX_VALUE)
                .setAllowedClockSkewInSeconds(SKEW_SECONDS)
                .setEvaluationTime(NumericDate.fromSeconds(clock.instant().getEpochSecond()))
                .build();
    }

    private static Verified verified(Issuer issuer, JwtClaims claims) throws MalformedClaimException {
        var user = claims.getSubject();
        var client = claims.getStringClaimValue("client");
        if (client == null || !Names.isValid(user) || !Names.isValid(client)) {
            throw invalid("The token's sub and client are to be names of 1 to 128 visible characters without a slash");
        }
        long expiresAtMax =
                claims.getIssuedAt().getValue() + issuer.terms().lifetimeMax().toSeconds();
        if (claims.getExpirationTime().getValue() > expiresAtMax) {
            throw invalid("The token is good for longer than its issuer's tokens may be");
        }
        var identity = Identity.newBuilder().setUser(user).setClient(client).build();
        long expiresAt = claims.getExpirationTime().getValue();
        return new Verified(
                new Caller(identity, scopes(issuer, claims), audited(claims), expiresAt + SKEW_SECONDS), expiresAt);
    }

    private static Set<Scope> scopes(Issuer issuer, JwtClaims claims) throws MalformedClaimException {
        var scope = claims.getStringClaimValue("scope");
        return scope == null
                ? Set.of()
                : List.of(scope.split(" ", -1)).stream()
                        .flatMap(name -> Scope.named(name).stream())
                        .filter(issuer.terms().scopes()::contains)
                        .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<ByteString> audited(JwtClaims claims) throws MalformedClaimException {
        var groups = claims.getStringListClaimValue("groups");
        return groups == null
                ? Set.of()
                : groups.stream()
                        .flatMap(group -> Base64Url.decode(group).stream())
                        .collect(Collectors.toUnmodifiableSet());
    }

    private static ProblemException unknown() {
        return invalid("The token is not a JWT that an issuer known here has signed");
    }

    private static ProblemException expired() {
        return refused(ProblemType.EXPIRED_TOKEN, "The token has expired", ", error=\"invalid_token\"");
    }

    private static ProblemException invalid(String detail) {
        return refused(ProblemType.INVALID_TOKEN, detail, ", error=\"invalid_token\"");
    }

    private static ProblemException refused(ProblemType type, String detail, String error) {
        return new ProblemException(Problem.of(type, detail)
                .underRfc("RFC 6750 §3")
                .withHeader("WWW-Authenticate", "Bearer realm=\"epochal\"" + error));
    }

    private static ByteString sha256(String token) {
        try {
            return ByteString.copyFrom(
                    MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java platform has SHA-256", e);
        }
    }
}
