package dev.epochal.client;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What the server promises about the handshakes of a group.
public enum Guarantee {
    /// Each handshake is checked as far as that is possible without the group's secrets.
    @JsonProperty("verified")
    VERIFIED,
    /// One Commit for each epoch and membership by the signed GroupInfo; the contents of handshakes are not seen.
    @JsonProperty("ordered")
    ORDERED
}
