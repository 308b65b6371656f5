package dev.epochal.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has been started, closed in the opposite order. Thread-safe: the end can come while the start is under way.
final class Parts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private final Deque<Part> open = new ArrayDeque<>();
    private boolean closed;

    private record Part(String name, AutoCloseable closing) {}

    /// Keeps a part until the end. If the end has come already the part is closed at once.
    ///
    /// @throws StoppedException if the end has come already
    <T extends AutoCloseable> T keep(String name, T part) {
        synchronized (this) {
            if (!closed) {
                open.push(new Part(name, part));
                return part;
            }
        }
        close(new Part(name, part));
        throw new StoppedException();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        for (var part = next(); part != null; part = next()) {
            close(part);
        }
    }

    private synchronized @org.jspecify.annotations.Nullable Part next() {
        return open.poll();
    }

    private static void close(Part part) {
        try {
            part.closing().close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("Interrupted while {} was stopped", part.name(), e);
        } catch (Exception e) {
            LOG.warn("{} did not stop cleanly; what it has acknowledged is safe", part.name(), e);
        }
    }

    /// The end came before the start was over.
    static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoppedException() {
            super("The server was stopped while it started");
        }
    }
}
