package dev.epochal.bench.site;

import dev.epochal.bench.load.Requests;
import dev.epochal.bench.traffic.GroupTraffic;
import dev.epochal.testkit.DevelopmentTokens;
import java.net.URI;
import java.time.Duration;

/// The server under load.
///
/// @param base its address
/// @param tokens makes tokens that it accepts
public record Target(URI base, DevelopmentTokens tokens) {
    private static final Duration VALIDITY = Duration.ofHours(12);

    /// A token of a user's only client, good for longer than any run takes.
    public String token(String user) {
        return tokens.token(user, GroupTraffic.CLIENT, VALIDITY);
    }

    /// Writes requests of a user's only client.
    public Requests requestsOf(String user) {
        return new Requests(base, token(user));
    }
}
