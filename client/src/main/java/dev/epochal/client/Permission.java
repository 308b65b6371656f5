package dev.epochal.client;

import java.util.Locale;

/// Who may do a thing in a group.
public enum Permission {
    /// Nobody.
    NOBODY,
    /// The administrators that the policy lists, or else who made the group.
    ADMINISTRATORS,
    /// All members.
    MEMBERS,
    /// Every client of the server; for external joins only.
    ANYBODY;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
