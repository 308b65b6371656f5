package dev.epochal.client;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How the members of a group frame their Commits and Proposals (RFC 9420 §6); chosen at creation, for good.
public enum Handshakes {
    /// As PublicMessage: the server checks them.
    @JsonProperty("public")
    PUBLIC("public"),
    /// As PrivateMessage: the server only orders them.
    @JsonProperty("private")
    PRIVATE("private");

    private final String wireName;

    Handshakes(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }
}
