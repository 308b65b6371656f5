package dev.epochal.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.util.concurrent.ConcurrentLinkedDeque;

/// As many connections to a server as there are requests in flight at once. Thread-safe.
public final class Connections implements AutoCloseable {
    private final URI base;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();

    /// Connections to this server; none is made yet.
    public Connections(URI base) {
        this.base = base;
    }

    /// The server's address, as a request names it.
    public URI base() {
        return base;
    }

    /// Sends a whole request and waits for its answer, up to 30 s.
    public HttpAnswer exchange(byte[] request) throws IOException {
        var connection = idle.poll();
        if (connection == null) {
            return exchange(connect(), request);
        }
        try {
            return exchange(connection, request);
        } catch (EOFException | SocketException e) {
            // The server closes a connection that was idle for long; the request didn't reach it.
            if (!connection.wasUsed()) {
                throw e;
            }
            return exchange(connect(), request);
        }
    }

    private HttpAnswer exchange(Connection connection, byte[] request) throws IOException {
        boolean keep = false;
        try {
            var answer = connection.exchange(request);
            keep = connection.isReusable();
            return answer;
        } finally {
            if (keep) {
                idle.push(connection);
            } else {
                connection.close();
            }
        }
    }

    private Connection connect() throws IOException {
        return Connection.open(new InetSocketAddress(base.getHost(), base.getPort()));
    }

    @Override
    public void close() {
        for (var connection = idle.poll(); connection != null; connection = idle.poll()) {
            try {
                connection.close();
            } catch (IOException _) {
                // Nothing is lost with a connection that is given up anyway.
            }
        }
    }
}
