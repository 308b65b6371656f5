package dev.epochal.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/// Something that happened to a user in the directory.
///
/// @param seq its number among those of the user, without a gap
/// @param type what kind of event: `client-registered`, `key-packages-claimed` …
/// @param acceptedAt when
/// @param by who did it; with an empty client if it was the server itself
/// @param payload what the kind of event has
public record DirectoryEvent(long seq, String type, Instant acceptedAt, Client by, JsonNode payload) {
    /// A client of a user.
    ///
    /// @param user the user
    /// @param client the client's name among those of its user
    public record Client(String user, String client) {}
}
