package dev.epochal.api.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.epochal.api.json.Json;
import dev.epochal.api.stream.StreamEnd;
import dev.epochal.api.stream.StreamEndedException;
import dev.epochal.api.stream.StreamSink;
import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.websocket.WsCloseCodes;
import io.helidon.websocket.WsSession;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Sends items over a WebSocket, never more than a window ahead of what the client has acknowledged. One thread sends,
/// another one acknowledges.
final class AcknowledgedSink implements StreamSink {
    private static final Duration PING = Duration.ofSeconds(10);

    private final WsSession session;
    private final int window;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<String> unacknowledged = new ArrayDeque<>();
    private boolean gone;
    private long lastNanos = System.nanoTime();
    private long pingedNanos = System.nanoTime();

    /// @param window how many items it sends ahead
    /// @param patience how long it waits for an acknowledgement
    AcknowledgedSink(WsSession session, int window, Duration patience) {
        this.session = session;
        this.window = window;
        this.patience = patience;
    }

    @Override
    public void message(String id, ByteString json) throws IOException {
        awaitRoom(id);
        send(json);
    }

    private void awaitRoom(String id) throws IOException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (unacknowledged.size() >= window && !gone) {
                if (left <= 0) {
                    throw new StreamEndedException(StreamEnd.UNACKNOWLEDGED);
                }
                left = changed.awaitNanos(left);
            }
            unacknowledged.add(id);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the client was to acknowledge", e);
        } finally {
            lock.unlock();
        }
    }

    /// The client has taken everything up to the item with this cursor. Another cursor says nothing.
    void acknowledge(String id) {
        lock.lock();
        try {
            if (unacknowledged.contains(id)) {
                String taken;
                do {
                    taken = unacknowledged.remove();
                } while (!id.equals(taken));
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The client has gone.
    void leave() {
        lock.lock();
        try {
            gone = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// The server has failed.
    void fail() {
        try {
            session.close(WsCloseCodes.UNEXPECTED_CONDITION, "internal");
        } catch (ServerConnectionException e) {
            leave();
        }
    }

    @Override
    public void head(ObjectNode head) throws IOException {
        send(Json.write(Json.object().put("type", "head").setAll(head)));
    }

    @Override
    public void end(StreamEnd reason) throws IOException {
        send(Json.write(Json.object().put("type", "end").put("reason", reason.word())));
        try {
            session.close(WsCloseCodes.NORMAL_CLOSE, reason.word());
        } catch (ServerConnectionException e) {
            throw new IOException("The client has gone", e);
        }
    }

    /// A client that only listens is heard by its answers to pings, and a connection that died without a word is
    /// noticed.
    private void send(ByteString json) throws IOException {
        checkPresence();
        try {
            session.send(json.toStringUtf8(), true);
            if (System.nanoTime() - pingedNanos > PING.toNanos()) {
                pingedNanos = System.nanoTime();
                session.ping(BufferData.empty());
            }
        } catch (ServerConnectionException e) {
            throw new IOException("The client has gone", e);
        }
        lastNanos = System.nanoTime();
    }

    private void checkPresence() throws IOException {
        lock.lock();
        try {
            if (gone) {
                throw new IOException("The client has gone");
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long lastNanos() {
        return lastNanos;
    }
}
