package dev.epochal.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class TokensTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final long NOW = 1_790_000_000L;
    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

    private Instant now = Instant.ofEpochSecond(NOW);
    private final Tokens tokens = new Tokens(List.of(Issuer.sharing(SECRET)), (InstantSource) () -> now);

    @Test
    void believes_a_good_token() {
        var caller = caller(token(HEADER, claims("")));
        assertThat(caller.identity().getUser()).isEqualTo("alice");
        assertThat(caller.identity().getClient()).isEqualTo("phone");
        assertThat(caller.scopes()).containsExactly(Scope.CLIENT);
    }

    @Test
    void reads_several_scopes_and_the_audited_groups() {
        var caller = caller(token(
                HEADER,
                claims("").replace("\"scope\":\"client\"", "\"scope\":\"client auditor other\",\"groups\":[\"AQI\"]")));
        assertThat(caller.scopes()).containsExactlyInAnyOrder(Scope.CLIENT, Scope.AUDITOR);
        assertThat(caller.audits(ByteString.copyFrom(new byte[] {1, 2}))).isTrue();
        assertThat(caller.audits(ByteString.copyFrom(new byte[] {1, 3}))).isFalse();
    }

    @Test
    void wants_a_token() {
        assertThat(refusal(List.of())).isEqualTo(ProblemType.MISSING_TOKEN);
        assertThat(refusal(List.of("Basic YTpi"))).isEqualTo(ProblemType.INVALID_TOKEN);
        var good = "Bearer " + token(HEADER, claims(""));
        assertThat(refusal(List.of(good, good))).isEqualTo(ProblemType.INVALID_TOKEN);
    }

    @Test
    void says_how_to_authenticate() {
        assertThatThrownBy(() -> tokens.caller(List.of()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().headers()).containsKey("WWW-Authenticate"));
    }

    @Tag("S02")
    @Tag("S04")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\"}",
                "{\"alg\":\"NONE\"}",
                "{\"alg\":\"None\"}",
                "{\"alg\":\"HS384\"}",
                "{\"alg\":\"HS512\"}",
                "{\"alg\":\"RS256\"}",
                "{\"alg\":\"ES256\"}",
                "{\"alg\":\"EdDSA\"}",
                "{\"alg\":\"hs256\"}",
                "{\"alg\":\"\"}",
                "{\"alg\":1}",
                "{}",
                "[]",
                "null",
                "{\"alg\":\"HS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}}",
                "{\"alg\":\"HS256\",\"jku\":\"https://evil.example/keys\"}",
                "{\"alg\":\"HS256\",\"x5u\":\"https://evil.example/cert\"}",
                "{\"alg\":\"HS256\",\"x5c\":[\"AAAA\"]}",
                "{\"alg\":\"HS256\",\"x5t\":\"AAAA\"}",
                "{\"alg\":\"HS256\",\"crit\":[\"exp\"],\"exp\":1}",
                "{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":false}",
                "{\"alg\":\"HS256\",\"zip\":\"DEF\"}",
                "{\"alg\":\"HS256\",\"typ\":\"JWE\"}",
                "{\"alg\":\"HS256\",\"alg\":\"HS256\"}",
                "{\"alg\":\"HS256\",\"kid\":\"a\",\"kid\":\"b\"}",
                "{\"alg\":\"HS256\"} {}"
            })
    void refuses_a_header_that_is_not_plainly_its_issuers(String header) {
        assertThat(refusal(token(header, claims("")))).isEqualTo(ProblemType.INVALID_TOKEN);
    }

    @Tag("S05")
    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "' OR 1=1 --", "", "k1"})
    void takes_the_key_id_for_a_word_and_nothing_else(String kid) {
        assertThat(caller(token("{\"alg\":\"HS256\",\"kid\":\"" + kid + "\"}", claims("")))
                        .identity()
                        .getUser())
                .isEqualTo("alice");
    }

    @Tag("S03")
    @ParameterizedTest
    @ValueSource(strings = {"iss", "aud", "sub", "client", "exp", "iat"})
    void wants_each_of_its_claims(String claim) {
        var without = claims("").replaceFirst("\"" + claim + "\":(\"[^\"]*\"|\\d+),?", "");
        assertThat(refusal(token(HEADER, without.replace(",}", "}")))).isEqualTo(ProblemType.INVALID_TOKEN);
    }

    @Tag("S03")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"iss\":\"epochal\"|\"iss\":\"other\"",
                "\"iss\":\"epochal\"|\"iss\":7",
                "\"aud\":\"epochal\"|\"aud\":\"other\"",
                "\"aud\":\"epochal\"|\"aud\":[]",
                "\"sub\":\"alice\"|\"sub\":\"\"",
                "\"sub\":\"alice\"|\"sub\":\"al/ice\"",
                "\"sub\":\"alice\"|\"sub\":\"al ice\"",
                "\"sub\":\"alice\"|\"sub\":\"al\\u0000ice\"",
                "\"sub\":\"alice\"|\"sub\":\"al\\u202eice\"",
                "\"sub\":\"alice\"|\"sub\":{}",
                "\"client\":\"phone\"|\"client\":\"pho/ne\"",
                "\"client\":\"phone\"|\"client\":\"\"",
                "\"client\":\"phone\"|\"client\":[\"phone\"]",
                "\"scope\":\"client\"|\"scope\":[\"client\"]",
                "\"scope\":\"client\"|\"scope\":\"client\",\"groups\":\"AQI\"",
                "\"iat\":1789999940|\"iat\":\"now\"",
                "\"iat\":1789999940|\"iat\":1790000061",
                "\"exp\":1790000300|\"exp\":\"never\"",
                "\"sub\":\"alice\"|\"sub\":\"alice\",\"sub\":\"bob\"",
                "\"sub\":\"alice\"|\"sub\":\"alice\",\"nbf\":1790000061",
                "\"sub\":\"alice\"|\"sub\":\"alice\",\"nbf\":\"soon\""
            })
    void refuses_a_claim_that_is_not_acceptable(String change) {
        var parts = change.split("\\|", -1);
        var changed = claims("").replace(parts[0], parts[1]);
        assertThat(changed).isNotEqualTo(claims(""));
        assertThat(refusal(token(HEADER, changed))).isEqualTo(ProblemType.INVALID_TOKEN);
    }

    @Tag("S03")
    @Test
    void allows_clocks_to_differ_by_less_than_a_minute() {
        assertThat(caller(token(HEADER, claims(",\"nbf\":" + (NOW + 59))))).isNotNull();
        assertThat(refusal(token(HEADER, claims(",\"nbf\":" + (NOW + 61))))).isEqualTo(ProblemType.INVALID_TOKEN);
        var lateIssued = claims("").replace("\"iat\":" + (NOW - 60), "\"iat\":" + (NOW + 59));
        assertThat(caller(token(HEADER, lateIssued))).isNotNull();
        var expiring = token(HEADER, claims("").replace("\"exp\":" + (NOW + 300), "\"exp\":" + (NOW - 59)));
        assertThat(caller(expiring)).isNotNull();
        var expired = token(HEADER, claims("").replace("\"exp\":" + (NOW + 300), "\"exp\":" + (NOW - 61)));
        assertThat(refusal(expired)).isEqualTo(ProblemType.EXPIRED_TOKEN);
    }

    @Test
    void does_not_remember_a_token_beyond_its_end() {
        var token = token(HEADER, claims(""));
        assertThat(caller(token)).isNotNull();
        now = Instant.ofEpochSecond(NOW + 300 + 59);
        assertThat(caller(token)).isNotNull();
        now = Instant.ofEpochSecond(NOW + 300 + 61);
        assertThat(refusal(token)).isEqualTo(ProblemType.EXPIRED_TOKEN);
    }

    @Tag("S38")
    @Test
    void refuses_every_changed_character_of_the_signature() {
        var token = token(HEADER, claims(""));
        int signature = token.lastIndexOf('.') + 1;
        for (int i = signature; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            var changed = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(refusal(changed)).isEqualTo(ProblemType.INVALID_TOKEN);
        }
        for (int end = signature; end < token.length(); end++) {
            assertThat(refusal(token.substring(0, end))).isEqualTo(ProblemType.INVALID_TOKEN);
        }
        assertThat(refusal(token + "AAAA")).isEqualTo(ProblemType.INVALID_TOKEN);
        assertThat(refusal(token + "=")).isEqualTo(ProblemType.INVALID_TOKEN);
    }

    @Tag("S13")
    @Test
    void refuses_a_token_of_another_secret() {
        var other = sign(HEADER, claims(""), "fedcba9876543210fedcba9876543210");
        assertThat(refusal(other)).isEqualTo(ProblemType.INVALID_TOKEN);
    }

    @Tag("S06")
    @Test
    void refuses_long_and_deep_tokens_before_it_reads_them() {
        var padding = ",\"x\":\"" + "x".repeat(8 * 1024) + "\"";
        assertThat(refusal(token(HEADER, claims(padding)))).isEqualTo(ProblemType.INVALID_TOKEN);
        var deep = ",\"x\":" + "[".repeat(2500) + "]".repeat(2500);
        assertThat(refusal(token(HEADER, claims(deep)))).isEqualTo(ProblemType.INVALID_TOKEN);
        assertThat(refusal(token("{\"alg\":\"HS256\",\"kid\":\"" + "k".repeat(10 * 1024) + "\"}", claims(""))))
                .isEqualTo(ProblemType.INVALID_TOKEN);
    }

    @Tag("S08")
    @Test
    void refuses_an_encrypted_token() {
        var header = base64(("{\"alg\":\"PBES2-HS256+A128KW\",\"enc\":\"A128GCM\",\"p2c\":2147483647,"
                        + "\"p2s\":\"AAAA\",\"zip\":\"DEF\"}")
                .getBytes(StandardCharsets.UTF_8));
        assertThat(refusal(header + ".AAAA.AAAA.AAAA.AAAA")).isEqualTo(ProblemType.INVALID_TOKEN);
    }

    @Test
    void wants_a_secret_of_32_octets() {
        assertThatThrownBy(() -> Issuer.sharing("x".repeat(31)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32");
    }

    private Caller caller(String token) {
        return tokens.caller(List.of("Bearer " + token));
    }

    private ProblemType refusal(String token) {
        return refusal(List.of("Bearer " + token));
    }

    private ProblemType refusal(List<String> authorization) {
        try {
            tokens.caller(authorization);
        } catch (ProblemException e) {
            return e.problem().type();
        }
        throw new AssertionError("a token that must be refused was believed");
    }

    private static String claims(String more) {
        return "{\"iss\":\"epochal\",\"aud\":\"epochal\",\"sub\":\"alice\",\"client\":\"phone\",\"scope\":\"client\","
                + "\"iat\":" + (NOW - 60) + ",\"exp\":" + (NOW + 300) + more + "}";
    }

    private static String token(String header, String claims) {
        return sign(header, claims, SECRET);
    }

    private static String sign(String header, String claims, String secret) {
        var unsigned =
                base64(header.getBytes(StandardCharsets.UTF_8)) + "." + base64(claims.getBytes(StandardCharsets.UTF_8));
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return unsigned + "." + base64(mac.doFinal(unsigned.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
