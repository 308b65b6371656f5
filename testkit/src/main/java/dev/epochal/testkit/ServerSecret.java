package dev.epochal.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Finds the secret with which a server on this machine checks tokens.
public final class ServerSecret {
    private ServerSecret() {}

    /// The secret of the environment's `JWT_SECRET`, or else of the file `jwt.secret` that the server keeps with its
    /// data. The text itself is the secret.
    public static DevelopmentTokens tokens(Path data) {
        var fromEnvironment = System.getenv("JWT_SECRET");
        if (fromEnvironment != null && !fromEnvironment.isBlank()) {
            return new DevelopmentTokens(fromEnvironment);
        }
        try {
            return new DevelopmentTokens(
                    Files.readString(data.resolve("jwt.secret")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("The server's secret can't be read", e);
        }
    }
}
