package dev.epochal.client;

import java.net.URI;
import java.time.Duration;

/// How a client reaches the server and how patient it is.
///
/// @param baseUri the server's address, such as `http://localhost:3000`
/// @param connectTimeout the limit for opening a connection
/// @param requestTimeout the limit for one answer, on top of the time that a long poll asks for
/// @param attempts how often one request is tried when no answer comes or the server is unavailable; at least 1
/// @param firstPause the pause after the first failed attempt; it doubles with each one, up to 5 s
/// @param outcomeWait how long the outcome of a submission without a verdict is asked for
public record ClientSettings(
        URI baseUri,
        Duration connectTimeout,
        Duration requestTimeout,
        int attempts,
        Duration firstPause,
        Duration outcomeWait) {
    /// Checks the values.
    public ClientSettings {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1");
        }
    }

    /// Sensible values for a server on a good network: 5 s, 20 s, 5 attempts from 200 ms on, 30 s.
    public static ClientSettings of(URI baseUri) {
        return new ClientSettings(
                baseUri,
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                5,
                Duration.ofMillis(200),
                Duration.ofSeconds(30));
    }

    /// The same with another number of attempts.
    public ClientSettings withAttempts(int newAttempts) {
        return new ClientSettings(baseUri, connectTimeout, requestTimeout, newAttempts, firstPause, outcomeWait);
    }
}
