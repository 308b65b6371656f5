package dev.epochal.client;

import com.fasterxml.jackson.databind.JsonNode;

/// A refusal as the server told it (RFC 9457).
///
/// @param type the stable URI of the kind of problem
/// @param status the HTTP status
/// @param title the kind of problem in words
/// @param detail what was wrong this time
/// @param rfc the section of an RFC that asks for the refusal; empty if there is none
/// @param next what the caller can do about it
/// @param correlationId what the operator needs to find the request; empty if there is none
/// @param members the whole document, with the members that only this kind has
public record Problem(
        String type,
        int status,
        String title,
        String detail,
        String rfc,
        NextStep next,
        String correlationId,
        JsonNode members) {
    /// The last part of the type: `stale-epoch`.
    public String name() {
        return type.substring(type.lastIndexOf('/') + 1);
    }

    /// Whether the last part of the type is this.
    public boolean is(String name) {
        return name().equals(name);
    }
}
