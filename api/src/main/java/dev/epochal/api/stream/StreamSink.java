package dev.epochal.api.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import java.io.IOException;

/// Where a stream is written to. Used by one thread. Each method throws an [IOException] once the client has gone.
public interface StreamSink {
    /// One event or item.
    ///
    /// @param id where to go on after it; without line breaks
    /// @param json its data, without line breaks
    void message(String id, ByteString json) throws IOException;

    /// Where things stand: the sign of life of a quiet stream.
    void head(ObjectNode head) throws IOException;

    /// The last message.
    void end(StreamEnd reason) throws IOException;

    /// When something was written last, as [System#nanoTime].
    long lastNanos();
}
