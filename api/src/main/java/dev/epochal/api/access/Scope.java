package dev.epochal.api.access;

import java.util.Locale;
import java.util.Optional;

/// What a token allows.
public enum Scope {
    /// To act as the client that the token names.
    CLIENT,
    /// To read the histories of the groups that the token lists.
    AUDITOR,
    /// To operate the server.
    OPERATOR;

    /// The scope as it stands in a token.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The scope of this name; empty if there is none, which allows nothing.
    public static Optional<Scope> named(String name) {
        for (var scope : values()) {
            if (scope.word().equals(name)) {
                return Optional.of(scope);
            }
        }
        return Optional.empty();
    }
}
