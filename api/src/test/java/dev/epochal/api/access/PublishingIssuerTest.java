package dev.epochal.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.json.JsonUtil;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/// Tokens of an issuer that publishes its keys.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class PublishingIssuerTest {
    private static final String ISSUER = "https://id.example";
    private static final Map<SignatureAlgorithm, SigningKeys> KEYS = new EnumMap<>(Map.of(
            SignatureAlgorithm.EDDSA, SigningKeys.make(SignatureAlgorithm.EDDSA, "ed"),
            SignatureAlgorithm.ES256, SigningKeys.make(SignatureAlgorithm.ES256, "ec"),
            SignatureAlgorithm.RS256, SigningKeys.make(SignatureAlgorithm.RS256, "rsa")));

    private final KeySetServer server = new KeySetServer();
    private volatile Instant now = Instant.ofEpochSecond(Claims.NOW);
    private final InstantSource clock = () -> now;
    private final Tokens tokens = tokens(Set.copyOf(KEYS.keySet()));

    @BeforeEach
    void publish() {
        server.gives(SigningKeys.set(KEYS.values().toArray(SigningKeys[]::new)));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Tag("S02")
    @ParameterizedTest
    @EnumSource(value = SignatureAlgorithm.class, names = "HS256", mode = Mode.EXCLUDE)
    void believes_what_is_signed_with_a_published_key(SignatureAlgorithm algorithm) {
        var caller = tokens.caller(bearer(keys(algorithm).sign(Claims.good())));
        assertThat(caller.identity().getUser()).isEqualTo("alice");
        assertThat(caller.scopes()).containsExactly(Scope.CLIENT);
    }

    @Tag("S02")
    @ParameterizedTest
    @ValueSource(strings = {"RS384", "RS512", "PS256", "PS384", "PS512"})
    void refuses_other_algorithms_of_a_key_that_it_knows(String algorithm) {
        var keys = keys(SignatureAlgorithm.RS256);
        var token = SigningKeys.sign(algorithm, keys.jwk().getPrivateKey(), Claims.good(), Map.of("kid", keys.kid()));
        assertThat(refusal(token)).isEqualTo(ProblemType.INVALID_TOKEN);
    }

    @Tag("S02")
    @ParameterizedTest
    @EnumSource(value = SignatureAlgorithm.class, names = "HS256", mode = Mode.EXCLUDE)
    void refuses_a_mac_whose_secret_is_the_public_key(SignatureAlgorithm algorithm) {
        var keys = keys(algorithm);
        var der = keys.jwk().getPublicKey().getEncoded();
        var pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END PUBLIC KEY-----\n";
        var json = SigningKeys.set(keys).getBytes(StandardCharsets.UTF_8);
        for (var secret : List.of(der, pem.getBytes(StandardCharsets.UTF_8), json)) {
            var token = SigningKeys.sign(
                    AlgorithmIdentifiers.HMAC_SHA256,
                    new SecretKeySpec(secret, "HmacSHA256"),
                    Claims.good(),
                    Map.of("kid", keys.kid()));
            assertThat(refusal(token)).isEqualTo(ProblemType.INVALID_TOKEN);
        }
    }

    @Tag("S02")
    @Test
    void refuses_a_token_without_a_signature() {
        for (var algorithm : List.of("none", "NONE", "nOnE")) {
            var header = base64("{\"alg\":\"" + algorithm + "\",\"kid\":\"ec\"}");
            assertThat(refusal(header + "." + base64(Claims.good()) + ".")).isEqualTo(ProblemType.INVALID_TOKEN);
            assertThat(refusal(header + "." + base64(Claims.good()) + ".AAAA")).isEqualTo(ProblemType.INVALID_TOKEN);
        }
    }

    @Tag("S02")
    @Test
    void refuses_a_good_key_with_an_algorithm_that_the_issuer_does_not_use() {
        var onlyEdDsa = tokens(Set.of(SignatureAlgorithm.EDDSA));
        assertThat(onlyEdDsa.caller(bearer(keys(SignatureAlgorithm.EDDSA).sign(Claims.good()))))
                .isNotNull();
        assertThat(refusal(onlyEdDsa, keys(SignatureAlgorithm.ES256).sign(Claims.good())))
                .isEqualTo(ProblemType.INVALID_TOKEN);
    }

    @Tag("S02")
    @ParameterizedTest
    @EnumSource(value = SignatureAlgorithm.class, names = "HS256", mode = Mode.EXCLUDE)
    void refuses_a_signature_of_another_key_under_the_same_name(SignatureAlgorithm algorithm) {
        var impostor = SigningKeys.make(algorithm, keys(algorithm).kid());
        assertThat(refusal(impostor.sign(Claims.good()))).isEqualTo(ProblemType.INVALID_TOKEN);
    }

    @Tag("S02")
    @Test
    void refuses_an_ecdsa_signature_of_zeroes() {
        var token = keys(SignatureAlgorithm.ES256).sign(Claims.good());
        var zeroes = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);
        assertThat(refusal(token.substring(0, token.lastIndexOf('.') + 1) + zeroes))
                .isEqualTo(ProblemType.INVALID_TOKEN);
    }

    @Tag("S03")
    @ParameterizedTest
    @EnumSource(value = SignatureAlgorithm.class, names = "HS256", mode = Mode.EXCLUDE)
    void refuses_each_claim_that_is_missing_or_wrong(SignatureAlgorithm algorithm) {
        for (var claims : Claims.eachWrong(ISSUER)) {
            assertThat(refusal(keys(algorithm).sign(claims))).as(claims).isEqualTo(ProblemType.INVALID_TOKEN);
        }
        assertThat(refusal(keys(algorithm).sign(Claims.with("exp", Claims.NOW - 61))))
                .isEqualTo(ProblemType.EXPIRED_TOKEN);
    }

    @Tag("S03")
    @Test
    void allows_clocks_to_differ_by_59_seconds_and_not_by_61() {
        var keys = keys(SignatureAlgorithm.EDDSA);
        for (var claim : List.of("iat", "nbf")) {
            assertThat(tokens.caller(bearer(keys.sign(Claims.with(claim, Claims.NOW + 59)))))
                    .isNotNull();
            assertThat(refusal(keys.sign(Claims.with(claim, Claims.NOW + 61)))).isEqualTo(ProblemType.INVALID_TOKEN);
        }
        assertThat(tokens.caller(bearer(keys.sign(Claims.with("exp", Claims.NOW - 59)))))
                .isNotNull();
        assertThat(refusal(keys.sign(Claims.with("exp", Claims.NOW - 61)))).isEqualTo(ProblemType.EXPIRED_TOKEN);
    }

    @Tag("S03")
    @Test
    void refuses_a_type_that_is_no_access_token() {
        var keys = keys(SignatureAlgorithm.ES256);
        for (var type : List.of("JWE", "id_token+jwt", "dpop+jwt", "logout+jwt", "")) {
            var token = SigningKeys.sign(
                    "ES256", keys.jwk().getPrivateKey(), Claims.good(), Map.of("kid", keys.kid(), "typ", type));
            assertThat(refusal(token)).as(type).isEqualTo(ProblemType.INVALID_TOKEN);
        }
        for (var type : List.of("JWT", "at+jwt")) {
            var token = SigningKeys.sign(
                    "ES256", keys.jwk().getPrivateKey(), Claims.good(), Map.of("kid", keys.kid(), "typ", type));
            assertThat(tokens.caller(bearer(token))).isNotNull();
        }
    }

    @Tag("S03")
    @Test
    void refuses_a_token_that_lives_longer_than_the_issuers_may() {
        var keys = keys(SignatureAlgorithm.EDDSA);
        assertThat(tokens.caller(bearer(keys.sign(Claims.with("exp", Claims.NOW - 60 + 600)))))
                .isNotNull();
        assertThat(refusal(keys.sign(Claims.with("exp", Claims.NOW - 60 + 601))))
                .isEqualTo(ProblemType.INVALID_TOKEN);
        assertThat(refusal(keys.sign(Claims.with("exp", Long.MAX_VALUE)))).isEqualTo(ProblemType.INVALID_TOKEN);
    }

    @Tag("S04")
    @ParameterizedTest
    @ValueSource(strings = {"jku", "x5u", "jwk", "x5c", "x5t", "x5t#S256", "crit", "zip", "b64", "enc", "cty"})
    void refuses_a_header_that_brings_its_own_key_and_fetches_nothing(String member) {
        var attacker = SigningKeys.make(SignatureAlgorithm.ES256, "ec");
        server.gives(SigningKeys.set(attacker));
        var value = switch (member) {
            case "jku", "x5u" -> server.address().toString();
            case "jwk" -> attacker.published();
            case "x5c" -> List.of(base64("certificate"));
            case "crit" -> List.of("exp");
            case "b64" -> false;
            default -> "DEF";
        };
        var header = JsonUtil.toJson(Map.of("alg", "ES256", member, value));
        assertThat(refusal(base64(header) + "." + base64(Claims.good()) + "." + base64("x".repeat(64))))
                .isEqualTo(ProblemType.INVALID_TOKEN);
        assertThat(server.calls).hasValue(0);
    }

    @Tag("S05")
    @Test
    void takes_the_kid_for_a_word_to_compare_and_nothing_else() {
        var keys = keys(SignatureAlgorithm.ES256);
        var strange = List.of(
                "../../etc/passwd",
                "/dev/null",
                "' OR '1'='1",
                "ec\u0000",
                "EC",
                " ec",
                "https://localhost/keys",
                "${jndi:ldap://x}",
                "",
                "k".repeat(5000));
        for (var kid : strange) {
            var token = SigningKeys.sign("ES256", keys.jwk().getPrivateKey(), Claims.good(), Map.of("kid", kid));
            assertThat(refusal(token)).as(kid).isEqualTo(ProblemType.INVALID_TOKEN);
        }
        var without = SigningKeys.sign("ES256", keys.jwk().getPrivateKey(), Claims.good(), Map.of());
        assertThat(tokens.caller(bearer(without))).isNotNull();
        assertThat(refusal(base64("{\"alg\":\"ES256\",\"kid\":\"ec\",\"kid\":\"ec\"}") + "." + base64(Claims.good())
                        + ".AAAA"))
                .isEqualTo(ProblemType.INVALID_TOKEN);
        assertThat(server.calls).hasValue(1);
    }

    @Tag("S06")
    @Test
    void takes_a_token_of_8_kib_and_not_one_character_more() {
        assertThat(isBelieved(tokenOfLength(8192, Map.of()))).isTrue();
        assertThat(isBelieved(tokenOfLength(8193, Map.of("kid", "ed")))).isFalse();
    }

    private static String tokenOfLength(int length, Map<String, Object> header) {
        var key = keys(SignatureAlgorithm.EDDSA).jwk().getPrivateKey();
        int unpadded =
                SigningKeys.sign("EdDSA", key, Claims.with("x", "\"\""), header).length();
        for (int padding = (length - unpadded) * 3 / 4 - 2; padding < length; padding++) {
            var token = SigningKeys.sign("EdDSA", key, Claims.with("x", "\"" + "x".repeat(padding) + "\""), header);
            if (token.length() == length) {
                return token;
            }
        }
        throw new AssertionError("no token of " + length + " characters can be made with this header");
    }

    @Tag("S08")
    @Test
    void refuses_an_encrypted_token_before_any_work() {
        for (var header : List.of(
                "{\"alg\":\"PBES2-HS256+A128KW\",\"enc\":\"A128GCM\",\"p2c\":2147483647,\"p2s\":\"AAAA\"}",
                "{\"alg\":\"dir\",\"enc\":\"A128GCM\",\"zip\":\"DEF\"}",
                "{\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\",\"kid\":\"rsa\"}",
                "{\"alg\":\"ECDH-ES\",\"enc\":\"A256GCM\",\"epk\":{}}")) {
            assertThat(refusal(base64(header) + ".AAAA.AAAA.AAAA.AAAA")).isEqualTo(ProblemType.INVALID_TOKEN);
            assertThat(refusal(base64(header) + "." + base64(Claims.good()) + ".AAAA"))
                    .isEqualTo(ProblemType.INVALID_TOKEN);
        }
        assertThat(server.calls).hasValue(0);
    }

    @Test
    void keeps_issuers_apart() {
        var other = SigningKeys.make(SignatureAlgorithm.ES256, "ec");
        var both = new Tokens(
                List.of(
                        issuer(ISSUER, Set.of(SignatureAlgorithm.ES256)),
                        new Issuer(
                                "https://other.example",
                                "epochal",
                                terms(Set.of(SignatureAlgorithm.ES256)),
                                (_, _) -> Optional.of(other.jwk().getKey())),
                        Issuer.sharing("0123456789abcdef0123456789abcdef")),
                clock);
        var otherClaims = Claims.with("iss", "\"https://other.example\"");
        assertThat(both.caller(bearer(other.sign(otherClaims)))).isNotNull();
        assertThat(refusal(both, other.sign(Claims.good()))).isEqualTo(ProblemType.INVALID_TOKEN);
        assertThat(refusal(both, keys(SignatureAlgorithm.ES256).sign(otherClaims)))
                .isEqualTo(ProblemType.INVALID_TOKEN);
        assertThat(refusal(both, keys(SignatureAlgorithm.ES256).sign(Claims.with("iss", "\"epochal\""))))
                .isEqualTo(ProblemType.INVALID_TOKEN);
    }

    @Test
    void passes_over_a_scope_that_the_issuer_can_not_allow() {
        var token = keys(SignatureAlgorithm.ES256).sign(Claims.with("scope", "\"client auditor operator\""));
        assertThat(tokens.caller(bearer(token)).scopes()).containsExactly(Scope.CLIENT);
    }

    @Tag("S07")
    @Test
    void asks_for_the_key_of_a_remembered_token_again_after_five_minutes() {
        var keys = keys(SignatureAlgorithm.ES256);
        var published = new ArrayList<Key>(List.of(keys.jwk().getKey()));
        IssuerKeys changing = (_, _) -> published.stream().findFirst();
        var issuer = new Issuer(ISSUER, "epochal", terms(Set.of(SignatureAlgorithm.ES256)), changing);
        var own = new Tokens(List.of(issuer), clock);
        var token = bearer(keys.sign(Claims.with("exp", Claims.NOW + 540)));
        assertThat(own.caller(token)).isNotNull();
        published.clear();
        now = now.plusSeconds(299);
        assertThat(own.caller(token)).isNotNull();
        now = now.plusSeconds(2);
        assertThat(refusal(own, token.getFirst().substring("Bearer ".length()))).isEqualTo(ProblemType.INVALID_TOKEN);
    }

    private static SigningKeys keys(SignatureAlgorithm algorithm) {
        return Optional.ofNullable(KEYS.get(algorithm)).orElseThrow();
    }

    private Tokens tokens(Set<SignatureAlgorithm> algorithms) {
        return new Tokens(List.of(issuer(ISSUER, algorithms)), clock);
    }

    private Issuer issuer(String name, Set<SignatureAlgorithm> algorithms) {
        return new Issuer(name, "epochal", terms(algorithms), new PublishedKeys(name, server.source(), clock));
    }

    private static Issuer.Terms terms(Set<SignatureAlgorithm> algorithms) {
        return new Issuer.Terms(algorithms, Set.of(Scope.CLIENT), Duration.ofMinutes(10));
    }

    private boolean isBelieved(String token) {
        try {
            return tokens.caller(bearer(token)).scopes().contains(Scope.CLIENT);
        } catch (ProblemException _) {
            return false;
        }
    }

    private ProblemType refusal(String token) {
        return refusal(tokens, token);
    }

    private static ProblemType refusal(Tokens tokens, String token) {
        try {
            tokens.caller(bearer(token));
        } catch (ProblemException e) {
            return e.problem().type();
        }
        throw new AssertionError("a token that must be refused was believed");
    }

    private static List<String> bearer(String token) {
        return List.of("Bearer " + token);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
