package dev.epochal.api.stream;

import java.io.IOException;
import java.io.Serial;

/// A sink takes no more, though its client is there.
public final class StreamEndedException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    private final StreamEnd reason;

    /// Takes no more for this reason.
    public StreamEndedException(StreamEnd reason) {
        super("The stream has ended: " + reason.word());
        this.reason = reason;
    }

    /// Why it takes no more.
    public StreamEnd reason() {
        return reason;
    }
}
