package dev.epochal.server.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.api.access.Scope;
import dev.epochal.api.access.SignatureAlgorithm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenIssuerTest {
    private static final String ADDRESS = "https://id.example.org/jwks.json";

    @Test
    void believes_an_issuer_no_further_than_needed_unless_told_otherwise() {
        var issuer = read("{\"https://id.example.org\":{\"jwks\":\"" + ADDRESS + "\"}}")
                .getFirst();
        assertThat(issuer.name()).isEqualTo("https://id.example.org");
        assertThat(issuer.audience()).isEqualTo("epochal");
        assertThat(issuer.keySet()).hasToString(ADDRESS);
        assertThat(issuer.terms().algorithms())
                .containsExactlyInAnyOrder(SignatureAlgorithm.EDDSA, SignatureAlgorithm.ES256);
        assertThat(issuer.terms().scopes()).containsExactly(Scope.CLIENT);
        assertThat(issuer.terms().lifetimeMax()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void takes_each_setting() {
        var issuer = read("{\"a\":{\"jwks\":\"" + ADDRESS + "\",\"audience\":\"mls\",\"algorithms\":[\"RS256\"],"
                        + "\"scopes\":[\"auditor\",\"operator\"],\"lifetimeMinutesMax\":60}}")
                .getFirst();
        assertThat(issuer.audience()).isEqualTo("mls");
        assertThat(issuer.terms().algorithms()).containsExactly(SignatureAlgorithm.RS256);
        assertThat(issuer.terms().scopes()).containsExactlyInAnyOrder(Scope.AUDITOR, Scope.OPERATOR);
        assertThat(issuer.terms().lifetimeMax()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void knows_nobody_else_by_default() {
        assertThat(TokenIssuer.of(new Environment(Map.of()))).isEmpty();
    }

    @Tag("S02")
    @Tag("S07")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "nonsense",
                "{\"a\":\"b\"}",
                "{\"\":{\"jwks\":\"https://x.example/\"}}",
                "{\"epochal\":{\"jwks\":\"https://x.example/\"}}",
                "{\"a\":{}}",
                "{\"a\":{\"jwks\":\"http://x.example/\"}}",
                "{\"a\":{\"jwks\":\"file:///etc/passwd\"}}",
                "{\"a\":{\"jwks\":\"https://u:p@x.example/\"}}",
                "{\"a\":{\"jwks\":\"https://x.example/ \"}}",
                "{\"a\":{\"jwks\":7}}",
                "{\"a\":{\"jwks\":\"https://x.example/\",\"algorithms\":[\"HS256\"]}}",
                "{\"a\":{\"jwks\":\"https://x.example/\",\"algorithms\":[\"none\"]}}",
                "{\"a\":{\"jwks\":\"https://x.example/\",\"algorithms\":[]}}",
                "{\"a\":{\"jwks\":\"https://x.example/\",\"algorithms\":\"EdDSA\"}}",
                "{\"a\":{\"jwks\":\"https://x.example/\",\"scopes\":[\"admin\"]}}",
                "{\"a\":{\"jwks\":\"https://x.example/\",\"audience\":\"\"}}",
                "{\"a\":{\"jwks\":\"https://x.example/\",\"lifetimeMinutesMax\":0}}",
                "{\"a\":{\"jwks\":\"https://x.example/\",\"lifetimeMinutesMax\":1441}}",
                "{\"a\":{\"jwks\":\"https://x.example/\",\"lifetimeMinutesMax\":1.5}}",
                "{\"a\":{\"jwks\":\"https://x.example/\",\"redirects\":true}}",
                "{\"a\":{\"jwks\":\"https://x.example/\"},\"a\":{\"jwks\":\"https://y.example/\"}}"
            })
    void refuses_to_start_on_a_description_that_is_not_plain(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("JWT_ISSUERS");
    }

    private static List<TokenIssuer> read(String json) {
        return TokenIssuer.of(new Environment(Map.of("JWT_ISSUERS", json)));
    }
}
