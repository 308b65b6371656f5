package dev.epochal.projections.read;

import java.util.OptionalLong;

/// A stay of a client in a group: from the event that made it a member to the event that ended it.
///
/// @param fromSeq the event that made it a member
/// @param fromEpoch the epoch that it became a member in
/// @param welcomed whether it came by a Welcome, and so has nothing to read of the event that added it
/// @param toSeq the event that ended the stay; empty while it lasts
/// @param toEpoch the first epoch without the client; 0 while the stay lasts
public record Stay(long fromSeq, long fromEpoch, boolean welcomed, OptionalLong toSeq, long toEpoch) {
    /// The whole history, for who may read all of it.
    public static final Stay ALWAYS = new Stay(0, 0, false, OptionalLong.empty(), 0);

    /// Whether the client is a member now.
    public boolean lasts() {
        return toSeq.isEmpty();
    }

    /// The first event that the client can make something of.
    public long firstSeq() {
        return welcomed ? fromSeq + 1 : fromSeq;
    }

    /// The last event that concerns the client: the one that ended the stay.
    public long lastSeq() {
        return toSeq.orElse(Long.MAX_VALUE);
    }

    /// Whether the client was a member in the epoch.
    public boolean hasEpoch(long epoch) {
        return Long.compareUnsigned(epoch, fromEpoch) >= 0 && (lasts() || Long.compareUnsigned(epoch, toEpoch) < 0);
    }
}
