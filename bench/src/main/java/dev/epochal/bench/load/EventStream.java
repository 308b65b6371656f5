package dev.epochal.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// A stream of Server-Sent Events, read on a virtual thread of its own until it is closed.
public final class EventStream implements AutoCloseable {
    /// What a listener is told when a stream ends by itself.
    public static final String BROKEN = "broken";

    private static final String END = "\n\n";
    private static final int OK = 200;

    private final Connection connection;
    private final StringBuilder text = new StringBuilder();
    private volatile boolean closed;

    private EventStream(Connection connection) {
        this.connection = connection;
    }

    /// Opens a stream, and returns when the server has told its first message: it tells what happens from there on.
    ///
    /// @param request a whole GET
    /// @throws IOException if the server does not answer with a stream
    public static EventStream open(URI base, byte[] request) throws IOException {
        var connection = Connection.open(new InetSocketAddress(base.getHost(), base.getPort()));
        try {
            int status = connection.begin(request);
            if (status != OK) {
                throw new IOException("No stream but HTTP status " + status);
            }
            var stream = new EventStream(connection);
            while (stream.text.indexOf(END) < 0) {
                stream.readOn();
            }
            stream.text.setLength(0);
            return stream;
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    /// Begins to read. To be called once.
    ///
    /// @param listener is told each message as it comes, with its field names; and [#BROKEN] if the stream ends by
    ///     itself
    public void follow(Consumer<String> listener) {
        Thread.ofVirtual().start(() -> run(listener));
    }

    private void run(Consumer<String> listener) {
        try {
            while (true) {
                readOn();
                tellWholeOnes(listener);
            }
        } catch (IOException _) {
            if (!closed) {
                listener.accept(BROKEN);
            }
        }
    }

    private void readOn() throws IOException {
        var chunk = connection.readChunk();
        if (chunk.length == 0) {
            throw new IOException("The stream has ended");
        }
        text.append(new String(chunk, StandardCharsets.ISO_8859_1));
    }

    private void tellWholeOnes(Consumer<String> listener) {
        int from = 0;
        for (int end = text.indexOf(END); end >= 0; end = text.indexOf(END, from)) {
            listener.accept(text.substring(from, end));
            from = end + END.length();
        }
        text.delete(0, from);
    }

    @Override
    public void close() {
        closed = true;
        try {
            connection.close();
        } catch (IOException _) {
            // Nothing is lost with a connection that is given up anyway.
        }
    }
}
