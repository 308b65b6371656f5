package dev.epochal.api.exchange;

import java.io.IOException;
import java.io.OutputStream;

/// A body that is written while it comes into being.
@FunctionalInterface
public interface Streaming {
    /// Writes all of it, and flushes what is to be seen at once.
    ///
    /// @throws IOException if the client has gone
    void writeTo(OutputStream out) throws IOException;
}
