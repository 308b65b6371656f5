package dev.epochal.processor.log;

/// How far an open transaction holds the readers of one partition back. Written by one thread, read by any.
final class StableOffset {
    private static final double NANOS_PER_SECOND = 1e9;

    private long stable = -1;
    private long since;
    private volatile double lag = Double.NaN;
    private volatile double heldSeconds = Double.NaN;

    /// Takes what the broker has told.
    ///
    /// @param end offset behind the last record, asked for before `newStable` was
    /// @param newStable the last stable offset: a transaction that is open began there
    /// @param nanos when that was
    void observe(long end, long newStable, long nanos) {
        if (newStable >= end || newStable != stable) {
            since = nanos;
        }
        stable = newStable;
        lag = Math.max(0, end - newStable);
        heldSeconds = (nanos - since) / NANOS_PER_SECOND;
    }

    /// The broker told nothing.
    void lose() {
        lag = Double.NaN;
        heldSeconds = Double.NaN;
    }

    /// Records that nobody may read yet; not a number while unknown.
    double lag() {
        return lag;
    }

    /// For how long the first of them has been held back; 0 if there is none, not a number while unknown.
    double heldSeconds() {
        return heldSeconds;
    }
}
