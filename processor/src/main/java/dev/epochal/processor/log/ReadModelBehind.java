package dev.epochal.processor.log;

import java.util.function.Supplier;

/// The read model can't be read, or hasn't come as far as it must have. The partition rests and tries again.
final class ReadModelBehind extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReadModelBehind(String message) {
        super(message);
    }

    ReadModelBehind(String message, Throwable cause) {
        super(message, cause);
    }

    /// Asks the read model; whatever keeps it from answering is an outage.
    static <T> T asking(Supplier<T> question) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            throw new ReadModelBehind("The read model can't be read: " + e.getMessage(), e);
        }
    }
}
