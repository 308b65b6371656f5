package dev.epochal.server.setting;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// What is demanded of the secret that signs tokens: who knows it can be anybody.
public final class Secrets {
    private static final int OCTETS_MIN = 32;
    private static final int DISTINCT_CHARACTERS_MIN = 10;
    private static final List<String> WELL_KNOWN = List.of(
            "secret",
            "password",
            "changeme",
            "change-me",
            "change_me",
            "change-this",
            "change_this",
            "default",
            "example",
            "development",
            "0123456789",
            "abcdefgh");

    private Secrets() {}

    /// Refuses a secret that is short or that anybody could guess.
    ///
    /// @return the same secret
    public static String verifyStrength(String secret) {
        int octets = secret.getBytes(StandardCharsets.UTF_8).length;
        if (octets < OCTETS_MIN) {
            throw weak("has " + octets + " octets of at least " + OCTETS_MIN);
        }
        if (secret.chars().distinct().count() < DISTINCT_CHARACTERS_MIN) {
            throw weak("is made of too few different characters");
        }
        var lower = secret.toLowerCase(Locale.ROOT);
        if (WELL_KNOWN.stream().anyMatch(lower::contains)) {
            throw weak("looks like a placeholder that everybody knows");
        }
        return secret;
    }

    private static StartRefusedException weak(String why) {
        return new StartRefusedException(
                "JWT_SECRET " + why + ": make one with \"openssl rand -base64 48\" and keep it");
    }
}
