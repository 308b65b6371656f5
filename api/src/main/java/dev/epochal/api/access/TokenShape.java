package dev.epochal.api.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A token's outside: looked at before any cryptography, so that what is no plain JWS ends here.
///
/// @param issuer what its `iss` claims, not verified yet
/// @param algorithm how it claims to be signed
/// @param kid its word for the key that signed it; empty if it has none
record TokenShape(String issuer, SignatureAlgorithm algorithm, Optional<String> kid) {
    /// The longest token that is looked at.
    static final int LENGTH_MAX = 8 * 1024;

    private static final Pattern THREE_PARTS = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    /// A header that names a key, a place to fetch one from, or something critical is refused with its token.
    private static final Set<String> HEADER_MEMBERS = Set.of("alg", "typ", "kid");

    private static final Set<String> TYPES = Set.of("JWT", "at+jwt");

    /// The shape of a token; empty if it is not acceptable.
    static Optional<TokenShape> of(String token) {
        if (token.length() > LENGTH_MAX || !THREE_PARTS.matcher(token).matches()) {
            return Optional.empty();
        }
        var parts = token.split("\\.", -1);
        return object(parts[0])
                .filter(TokenShape::isPlain)
                .flatMap(header -> object(parts[1]).flatMap(claims -> of(header, claims)));
    }

    private static boolean isPlain(ObjectNode header) {
        return header.properties().stream()
                        .allMatch(member -> HEADER_MEMBERS.contains(member.getKey())
                                && member.getValue().isTextual())
                && TYPES.contains(header.path("typ").asText("JWT"));
    }

    private static Optional<TokenShape> of(ObjectNode header, ObjectNode claims) {
        var issuer = claims.path("iss");
        if (!issuer.isTextual()) {
            return Optional.empty();
        }
        var kid = Optional.of(header.path("kid")).filter(JsonNode::isTextual).map(JsonNode::asText);
        return SignatureAlgorithm.of(header.path("alg").asText())
                .map(algorithm -> new TokenShape(issuer.asText(), algorithm, kid));
    }

    private static Optional<ObjectNode> object(String part) {
        return Base64Url.decode(part).flatMap(bytes -> Json.parseObject(bytes.toByteArray()));
    }
}
