package dev.epochal.server.fsck;

import java.util.Locale;

/// What can be wrong with a log or its read model.
public enum Kind {
    /// The log begins behind its first record, or ends before what the read model holds.
    LOG_CUT,
    /// The broker's own checksum of a batch of records is wrong: the partition can't be read further.
    CORRUPT_BATCH,
    /// The record's seal isn't that of its topic, key and value.
    SEAL,
    /// The record can't be read, or says what this version doesn't know.
    UNREADABLE,
    /// The event belongs under another key or on another partition.
    MISPLACED,
    /// The same event stands on the log again.
    REPEATED,
    /// Another event with the same seq stands on the log.
    FORK,
    /// Events are missing before this one.
    GAP,
    /// The event names another one before it than there is.
    CHAIN,
    /// The payload hash or the leaf hash isn't that of the event.
    HASH,
    /// The payload isn't sealed, or under another key than the group has for the event.
    PAYLOAD_KEY,
    /// The event isn't what follows from the events before.
    DERIVATION,
    /// The event should have been refused: a signature, a lifetime, the policy, or a rule of MLS.
    REFUSED,
    /// The state in the read model isn't the one that follows from the log.
    STATE,
    /// A row is missing.
    ROW_MISSING,
    /// A row is there that shouldn't be.
    ROW_UNEXPECTED,
    /// A row has other values than it should have.
    ROW_CHANGED;

    /// The name in reports, such as `row-missing`.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
