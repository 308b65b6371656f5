package dev.epochal.client;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What concerns the caller's client, as it comes, each item once and for each group in the order of its history.
///
/// Goes on through cuts of the connection and restarts of the server. Close it when it is not needed any more. To be
/// taken from by one thread.
public final class InboxStream implements AutoCloseable {
    private final Following<InboxItem> following;

    InboxStream(Exchange exchange, String cursor) {
        this.following = new Following<>(
                exchange, InboxStream::call, message -> Answers.value(message.data(), InboxItem.class), cursor);
    }

    private static Call call(String lastId) {
        return Call.stream("/v1/inbox", lastId.isEmpty() ? Map.of() : Map.of("Last-Event-ID", lastId));
    }

    /// The next item, or none if none came in time.
    ///
    /// @throws EpochalProblemException if the server refuses to go on
    public Optional<InboxItem> take(Duration limit) {
        return following.take(limit);
    }

    /// Drops the connection as a bad network would. The stream goes on with another one and loses nothing.
    public void cut() {
        following.cut();
    }

    /// Ends the stream.
    @Override
    public void close() {
        following.close();
    }
}
