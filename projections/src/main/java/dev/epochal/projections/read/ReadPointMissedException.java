package dev.epochal.projections.read;

import java.io.Serial;

/// The read model hasn't reached a position, or not any more: it may have been put back to an older state.
public final class ReadPointMissedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /// @param reached where it stands
    public ReadPointMissedException(ReadPoint wanted, long reached) {
        super("The read model stands at " + reached + " of " + wanted.topic().topicName() + "-" + wanted.partition()
                + " and has to reach " + wanted.nextOffset());
    }
}
