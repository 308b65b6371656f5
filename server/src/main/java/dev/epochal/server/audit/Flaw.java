package dev.epochal.server.audit;

import java.util.Locale;

/// What can be wrong with an exported history.
public enum Flaw {
    /// The line is none of the format, or isn't spelled as the format spells it.
    MALFORMED,
    /// The export ends before its last line, or something follows that.
    CUT,
    /// An event stands where another seq belongs: one is missing, repeated, or out of order.
    SEQUENCE,
    /// The event names another one before it than there is.
    CHAIN,
    /// The payload hash isn't that of the payload.
    PAYLOAD,
    /// The payload of an event is missing, and no event after it says that it was erased; or was erased too early.
    ERASURE,
    /// The leaf hash isn't that of the header.
    HEADER,
    /// A signature of MLS isn't valid.
    SIGNATURE,
    /// The event should have been refused, or isn't what follows from the events before.
    REFUSED,
    /// The tree hash or transcript hash isn't the one that follows from the events.
    STATE,
    /// The checkpoint isn't signed by the key of the log.
    CHECKPOINT_SIGNATURE,
    /// The checkpoint has a line of a known witness that this witness hasn't signed.
    COSIGNATURE,
    /// The checkpoint is of another log.
    CHECKPOINT_ORIGIN,
    /// The checkpoint covers another number of events.
    CHECKPOINT_SIZE,
    /// The checkpoint's root isn't that of the events.
    CHECKPOINT_ROOT,
    /// A checkpoint that was kept from before is of another history than this one.
    FORK;

    /// The name in reports, such as `checkpoint-root`.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
