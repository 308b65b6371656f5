package dev.epochal.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DevelopmentTokensTest {
    private static final String SECRET = "a secret of at least thirty-two bytes";
    private final DevelopmentTokens tokens = new DevelopmentTokens(SECRET);

    @Test
    void name_the_caller_and_end() throws Exception {
        var parts = tokens.token("ålice", "laptop", Duration.ofHours(1)).split("\\.", -1);

        var claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));

        assertThat(claims.path("sub").asText()).isEqualTo("ålice");
        assertThat(claims.path("client").asText()).isEqualTo("laptop");
        assertThat(claims.path("scope").asText()).isEqualTo("client");
        assertThat(claims.path("exp").asLong())
                .isBetween(Instant.now().getEpochSecond() + 3_500, Instant.now().getEpochSecond() + 3_601);
    }

    @Test
    void are_signed_with_the_secret() throws Exception {
        var token = tokens.token("alice", "laptop", Duration.ofHours(1));
        int dot = token.lastIndexOf('.');
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));

        var expected = mac.doFinal(token.substring(0, dot).getBytes(StandardCharsets.UTF_8));

        assertThat(Base64.getUrlDecoder().decode(token.substring(dot + 1))).isEqualTo(expected);
    }

    @Test
    void are_not_made_for_names_that_need_escaping() {
        assertThatThrownBy(() -> tokens.token("a\"b", "laptop", Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
