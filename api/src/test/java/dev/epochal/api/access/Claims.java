package dev.epochal.api.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The claims of a good token, and of tokens that differ from it in one member.
final class Claims {
    static final long NOW = 1_790_000_000L;

    private static final Map<String, Object> GOOD = new LinkedHashMap<>();

    static {
        GOOD.put("iss", "\"https://id.example\"");
        GOOD.put("aud", "\"epochal\"");
        GOOD.put("sub", "\"alice\"");
        GOOD.put("client", "\"phone\"");
        GOOD.put("scope", "\"client\"");
        GOOD.put("iat", NOW - 60);
        GOOD.put("exp", NOW + 300);
    }

    private Claims() {}

    static String good() {
        return write(GOOD);
    }

    /// With another value, written as JSON.
    static String with(String claim, Object value) {
        var changed = new LinkedHashMap<>(GOOD);
        changed.put(claim, value);
        return write(changed);
    }

    private static String without(String claim) {
        var changed = new LinkedHashMap<>(GOOD);
        changed.remove(claim);
        return write(changed);
    }

    /// Each way to be wrong in one claim.
    static List<String> eachWrong(String issuer) {
        var wrong = new ArrayList<String>();
        List.of("iss", "aud", "sub", "client", "iat", "exp").forEach(claim -> wrong.add(without(claim)));
        List.of("null", "7", "{}", "[]", "true", "\"\"").forEach(value -> {
            for (var claim : List.of("iss", "aud", "sub", "client")) {
                wrong.add(with(claim, value));
            }
        });
        List.of("\"now\"", "{}", "[]", "true", "\"" + NOW + "\"")
                .forEach(value -> List.of("iat", "exp", "nbf").forEach(claim -> wrong.add(with(claim, value))));
        wrong.add(with("iss", "\"" + issuer + "/\""));
        wrong.add(with("iss", "\"HTTPS://id.example\""));
        wrong.add(with("aud", "\"other\""));
        wrong.add(with("aud", "[\"other\",\"Epochal\"]"));
        wrong.add(with("sub", "\"a/b\""));
        wrong.add(with("sub", "\"" + "a".repeat(129) + "\""));
        wrong.add(with("client", "\"a b\""));
        wrong.add(with("iat", NOW + 61));
        wrong.add(with("nbf", NOW + 61));
        wrong.add(good().replace("\"sub\"", "\"sub\":\"bob\",\"sub\""));
        wrong.add(good().replace("\"exp\"", "\"exp\":" + (NOW + 1) + ",\"exp\""));
        wrong.add(good() + "{}");
        return wrong;
    }

    private static String write(Map<String, Object> claims) {
        return claims.entrySet().stream()
                .map(claim -> "\"" + claim.getKey() + "\":" + claim.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
