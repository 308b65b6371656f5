package dev.epochal.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class KeySetTest {
    private static final SigningKeys EDDSA = SigningKeys.make(SignatureAlgorithm.EDDSA, "ed");
    private static final SigningKeys ES256 = SigningKeys.make(SignatureAlgorithm.ES256, "ec");
    private static final SigningKeys RS256 = SigningKeys.make(SignatureAlgorithm.RS256, "rsa");

    @Test
    void finds_each_key_by_algorithm_and_kid_together() {
        var set = parsed(SigningKeys.set(EDDSA, ES256, RS256));
        for (var keys : List.of(EDDSA, ES256, RS256)) {
            assertThat(set.find(keys.algorithm(), Optional.of(keys.kid())))
                    .contains(keys.jwk().getPublicKey());
        }
        assertThat(set.find(SignatureAlgorithm.ES256, Optional.of("ed"))).isEmpty();
        assertThat(set.find(SignatureAlgorithm.HS256, Optional.of("rsa"))).isEmpty();
    }

    @Tag("S05")
    @Test
    void needs_no_kid_where_only_one_key_can_be_meant() {
        var other = SigningKeys.make(SignatureAlgorithm.EDDSA, "ed2");
        assertThat(parsed(SigningKeys.set(EDDSA, ES256)).find(SignatureAlgorithm.EDDSA, Optional.empty()))
                .isPresent();
        assertThat(parsed(SigningKeys.set(EDDSA, other)).find(SignatureAlgorithm.EDDSA, Optional.empty()))
                .isEmpty();
    }

    @Tag("S05")
    @Test
    void gives_neither_of_two_keys_with_one_name() {
        var twin = SigningKeys.make(SignatureAlgorithm.EDDSA, "ed");
        var set = parsed(SigningKeys.set(EDDSA, twin, ES256));
        assertThat(set.find(SignatureAlgorithm.EDDSA, Optional.of("ed"))).isEmpty();
        assertThat(set.find(SignatureAlgorithm.ES256, Optional.of("ec"))).isPresent();
    }

    @Tag("S02")
    @ParameterizedTest
    @CsvSource({
        "use, enc",
        "alg, ES384",
        "alg, HS256",
        "alg, RSA-OAEP",
        "crv, P-384",
        "crv, secp256k1",
        "kty, oct",
        "kty, RSA",
        "kty, OKP",
        "x, AAAA",
        "y, ''",
        "x, ============",
        "d, AAAA"
    })
    void passes_over_what_is_no_key_to_verify_with(String member, String value) {
        var changed = ES256.published();
        changed.put(member, value);
        assertThat(parsed(SigningKeys.setOf(List.of(changed))).keys()).isEmpty();
        assertThat(parsed(SigningKeys.setOf(List.of(changed, EDDSA.published())))
                        .keys())
                .hasSize(1);
    }

    @Tag("S02")
    @Test
    void takes_key_ops_at_their_word() {
        var signs = ES256.published();
        signs.put("key_ops", List.of("sign"));
        assertThat(parsed(SigningKeys.setOf(List.of(signs))).keys()).isEmpty();
        signs.put("key_ops", List.of("verify"));
        assertThat(parsed(SigningKeys.setOf(List.of(signs))).keys()).hasSize(1);
    }

    @Tag("S02")
    @Test
    void passes_over_secrets_other_curves_and_weak_keys() throws JoseException {
        var strangers = List.of(
                RsaJwkGenerator.generateJwk(1024).toParams(OutputControlLevel.PUBLIC_ONLY),
                EcJwkGenerator.generateJwk(EllipticCurves.P384).toParams(OutputControlLevel.PUBLIC_ONLY),
                OkpJwkGenerator.generateJwk("Ed448").toParams(OutputControlLevel.PUBLIC_ONLY),
                OkpJwkGenerator.generateJwk("X25519").toParams(OutputControlLevel.PUBLIC_ONLY),
                Map.<String, Object>of("kty", "oct", "k", "AAAA"));
        assertThat(parsed(SigningKeys.setOf(strangers)).keys()).isEmpty();
        var costly = RS256.published();
        costly.put("e", "A".repeat(340) + "B");
        assertThat(parsed(SigningKeys.setOf(List.of(costly))).keys()).isEmpty();
    }

    @Tag("S04")
    @Test
    void looks_at_no_certificate_beside_a_key() {
        var dressed = ES256.published();
        dressed.put("x5u", "https://evil.example/");
        dressed.put("x5c", List.of("AAAA"));
        assertThat(parsed(SigningKeys.setOf(List.of(dressed))).keys()).hasSize(1);
    }

    @Tag("S07")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":[],\"keys\":[]}",
                "{\"keys\":[]} {}",
                "<html>",
                "{\"keys\":[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]}"
            })
    void takes_nothing_else_for_a_key_set(String document) {
        assertThat(KeySet.parse(document.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Tag("S07")
    @Test
    void takes_64_keys_and_no_more() {
        var full = SigningKeys.setOf(Collections.nCopies(64, ES256.published()));
        assertThat(KeySet.parse(full.getBytes(StandardCharsets.UTF_8))).isPresent();
        var beyond = SigningKeys.setOf(Collections.nCopies(65, ES256.published()));
        assertThat(KeySet.parse(beyond.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    void names_each_algorithm_in_one_spelling(SignatureAlgorithm algorithm) {
        assertThat(SignatureAlgorithm.of(algorithm.identifier())).contains(algorithm);
        assertThat(SignatureAlgorithm.of(algorithm.identifier() + " ")).isEmpty();
    }

    private static KeySet parsed(String document) {
        return KeySet.parse(document.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }
}
