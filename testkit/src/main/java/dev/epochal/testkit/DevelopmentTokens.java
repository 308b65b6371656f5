package dev.epochal.testkit;

import dev.epochal.client.Octets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs bearer tokens with the secret that the server checks them with (JWT, HS256). For development and tests: who
/// holds the secret can be anybody.
///
/// @param secret the server's secret as text; its UTF-8 is the key
public record DevelopmentTokens(String secret) {
    /// A token of a client that is good for this long; a negative time makes one that is over.
    public String token(String user, String client, Duration validity) {
        return token(user, client, "client", validity);
    }

    /// A token with other scopes.
    ///
    /// @param scope the scopes, separated by spaces
    public String token(String user, String client, String scope, Duration validity) {
        return token(user, client, scope, List.of(), validity);
    }

    /// A token of an auditor of these groups.
    public String auditor(String user, Collection<Octets> groupIds, Duration validity) {
        return token(user, "auditor", "auditor", groupIds, validity);
    }

    private String token(String user, String client, String scope, Collection<Octets> groupIds, Duration validity) {
        var now = Instant.now();
        var groups = groupIds.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(",", "[", "]"));
        var claims =
                "{\"iss\":\"epochal\",\"aud\":\"epochal\",\"sub\":\"%s\",\"client\":\"%s\",\"scope\":\"%s\",\"groups\":%s,\"iat\":%d,\"exp\":%d}"
                        .formatted(
                                plain(user),
                                plain(client),
                                plain(scope),
                                groups,
                                now.minusSeconds(1).getEpochSecond(),
                                now.plus(validity).getEpochSecond());
        var unsigned = base64Url(utf8("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")) + "." + base64Url(utf8(claims));
        return unsigned + "." + base64Url(sign(utf8(unsigned)));
    }

    private byte[] sign(byte[] bytes) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(utf8(secret), "HmacSHA256"));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Each Java platform has HmacSHA256", e);
        }
    }

    /// These tokens are written without an encoder of JSON.
    private static String plain(String value) {
        if (value.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\')) {
            throw new IllegalArgumentException("A quote, a backslash or a control character in " + value);
        }
        return value;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
