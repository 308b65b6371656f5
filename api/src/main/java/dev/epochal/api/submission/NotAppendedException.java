package dev.epochal.api.submission;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// A command certainly does not stand on the log, and never will.
final class NotAppendedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    NotAppendedException(@Nullable Throwable cause) {
        super("The log did not take the command", cause);
    }
}
