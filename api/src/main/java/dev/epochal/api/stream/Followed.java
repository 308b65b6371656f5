package dev.epochal.api.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.epochal.projections.read.LoggedEvent;
import java.io.IOException;
import java.util.Optional;

/// What a stream tells. It knows how far it has told.
public interface Followed {
    /// Tells all that can be read and was not told.
    ///
    /// @return why nothing will follow; empty if something may
    Optional<StreamEnd> catchUp(StreamSink sink) throws IOException;

    /// Tells an event that has just come, unless it was told. What can't be told from the event alone is read.
    ///
    /// @return why nothing will follow; empty if something may
    Optional<StreamEnd> follow(StreamSink sink, LoggedEvent event) throws IOException;

    /// Where things stand.
    ObjectNode head();
}
