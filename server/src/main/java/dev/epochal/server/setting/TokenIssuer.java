package dev.epochal.server.setting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.epochal.api.access.Issuer;
import dev.epochal.api.access.Scope;
import dev.epochal.api.access.SignatureAlgorithm;
import dev.epochal.api.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// An issuer of tokens beside the server itself, which publishes its keys.
///
/// @param name the `iss` of its tokens
/// @param audience what must stand in `aud`
/// @param keySet where its JWK Set is, by `https`
/// @param terms how far its tokens are believed
public record TokenIssuer(String name, String audience, URI keySet, Issuer.Terms terms) {
    private static final String VARIABLE = "JWT_ISSUERS";
    private static final String AUDIENCE = "epochal";
    private static final int LIFETIME_MINUTES = 10;
    private static final int LIFETIME_MINUTES_MAX = 24 * 60;
    private static final Set<String> MEMBERS = Set.of("jwks", "audience", "algorithms", "scopes", "lifetimeMinutesMax");
    private static final Set<SignatureAlgorithm> ALGORITHMS =
            Set.of(SignatureAlgorithm.EDDSA, SignatureAlgorithm.ES256);

    /// The issuers that `JWT_ISSUERS` describes: a JSON object with a member for each, by its name.
    public static List<TokenIssuer> of(Environment environment) {
        return environment.value(VARIABLE).map(TokenIssuer::parse).orElse(List.of());
    }

    private static List<TokenIssuer> parse(String text) {
        var issuers = new ArrayList<TokenIssuer>();
        Json.parseObject(text.getBytes(StandardCharsets.UTF_8))
                .orElseThrow(() -> new StartRefusedException(
                        VARIABLE + " must be one JSON object with a member for each issuer, by its name"))
                .properties()
                .forEach(member -> issuers.add(parse(member)));
        return List.copyOf(issuers);
    }

    private static TokenIssuer parse(Map.Entry<String, JsonNode> member) {
        var name = member.getKey();
        if (name.isBlank() || name.equals(Issuer.OURSELVES)) {
            throw wrong(name, "can't have this name");
        }
        if (!(member.getValue() instanceof ObjectNode settings)) {
            throw wrong(name, "must be described by an object");
        }
        settings.fieldNames().forEachRemaining(setting -> {
            if (!MEMBERS.contains(setting)) {
                throw wrong(name, "has an unknown setting; known are " + String.join(", ", sorted(MEMBERS)));
            }
        });
        var algorithms =
                words(name, settings, "algorithms", SignatureAlgorithm::of).orElse(ALGORITHMS);
        if (algorithms.contains(SignatureAlgorithm.HS256)) {
            throw wrong(name, "can't publish a secret: HS256 is for JWT_SECRET only");
        }
        var scopes = words(name, settings, "scopes", Scope::named).orElse(Set.of(Scope.CLIENT));
        return new TokenIssuer(
                name,
                settings.has("audience") ? text(name, settings, "audience") : AUDIENCE,
                keySet(name, text(name, settings, "jwks")),
                new Issuer.Terms(algorithms, scopes, lifetimeMax(name, settings)));
    }

    private static Duration lifetimeMax(String name, ObjectNode settings) {
        var minutes = settings.path("lifetimeMinutesMax");
        if (minutes.isMissingNode()) {
            return Duration.ofMinutes(LIFETIME_MINUTES);
        }
        boolean isWhole = minutes.isIntegralNumber() && minutes.canConvertToInt();
        if (!isWhole || minutes.asInt() < 1 || minutes.asInt() > LIFETIME_MINUTES_MAX) {
            throw wrong(name, "needs a lifetimeMinutesMax between 1 and " + LIFETIME_MINUTES_MAX);
        }
        return Duration.ofMinutes(minutes.asInt());
    }

    private static URI keySet(String name, String address) {
        try {
            var uri = URI.create(address);
            if ("https".equals(uri.getScheme()) && uri.getHost() != null && uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new StartRefusedException(
                    VARIABLE + ": the jwks of " + name + " must be an address like https://id.example.org/jwks.json",
                    e);
        }
        throw wrong(name, "needs a jwks that is an address like https://id.example.org/jwks.json");
    }

    private static String text(String name, ObjectNode settings, String setting) {
        var value = settings.path(setting);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw wrong(name, "needs a text as " + setting);
        }
        return value.asText();
    }

    private static <T> Optional<Set<T>> words(
            String name, ObjectNode settings, String setting, Function<String, Optional<T>> meaning) {
        if (!settings.has(setting)) {
            return Optional.empty();
        }
        var found = new LinkedHashSet<T>();
        for (var word : settings.path(setting)) {
            found.add(meaning.apply(word.asText(""))
                    .orElseThrow(() -> wrong(name, "has a word in " + setting + " that is unknown here")));
        }
        if (found.isEmpty()) {
            throw wrong(name, "needs a list of words as " + setting);
        }
        return Optional.of(found);
    }

    private static List<String> sorted(Set<String> words) {
        return words.stream().sorted().toList();
    }

    private static StartRefusedException wrong(String name, String why) {
        return new StartRefusedException(VARIABLE + ": the issuer \"" + name + "\" " + why);
    }
}
