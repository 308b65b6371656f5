package dev.epochal.api.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.epochal.api.access.Caller;
import dev.epochal.api.exchange.Gate;
import dev.epochal.api.json.Json;
import dev.epochal.api.stream.LiveStream;
import dev.epochal.api.stream.StreamEndedException;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.websocket.WsCloseCodes;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The inbox over one WebSocket: items go out on a thread of their own, acknowledgements come in.
final class InboxSocket implements WsListener {
    private static final Logger LOG = LoggerFactory.getLogger(InboxSocket.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final InboxSources sources;
    private final Opening opening;
    private @Nullable Terms terms;
    private volatile @Nullable AcknowledgedSink sink;
    private volatile @Nullable Thread sender;

    /// Lets a client in, or throws what the web server answers instead of an upgrade.
    @FunctionalInterface
    interface Opening {
        Terms terms(HttpPrologue prologue, Headers headers);
    }

    /// What a client asked for.
    ///
    /// @param caller who it is
    /// @param cursor what it has seen
    /// @param withTree whether Welcomes come with their trees
    /// @param window how many items it takes ahead
    record Terms(Caller caller, InboxCursor cursor, boolean withTree, int window) {}

    InboxSocket(InboxSources sources, Opening opening) {
        this.sources = sources;
        this.opening = opening;
    }

    @Override
    public Optional<Headers> onHttpUpgrade(HttpPrologue prologue, Headers headers) {
        terms = opening.terms(prologue, headers);
        return Optional.empty();
    }

    @Override
    public void onOpen(WsSession session) {
        var agreed = terms;
        if (agreed == null || !gate().enter()) {
            session.close(WsCloseCodes.TRY_AGAIN_LATER, "closing");
            return;
        }
        var mine = new AcknowledgedSink(session, agreed.window(), PATIENCE);
        sink = mine;
        sender = Thread.ofVirtual().name("epochal-inbox-socket").start(() -> {
            try {
                send(agreed, mine);
            } finally {
                gate().leave();
            }
        });
    }

    private Gate gate() {
        return sources.streams().clock().gate();
    }

    private void send(Terms agreed, AcknowledgedSink mine) {
        var followed = new FollowedInbox(sources, agreed.caller(), agreed.cursor(), agreed.withTree());
        var stream = new LiveStream(sources.streams().clock(), agreed.caller(), mine);
        try (var live = sources.streams().live().ofClient(agreed.caller().identity())) {
            stream.run(followed, live);
        } catch (StreamEndedException e) {
            end(mine, e);
        } catch (IOException e) {
            LOG.debug("The client of a socket has gone", e);
        } catch (RuntimeException e) {
            LOG.error("An inbox can't be told over its socket; look for the cause below", e);
            mine.fail();
        }
    }

    private static void end(AcknowledgedSink mine, StreamEndedException ended) {
        try {
            mine.end(ended.reason());
        } catch (IOException e) {
            LOG.debug("The client of a socket has gone", e);
        }
    }

    @Override
    public void onMessage(WsSession session, String text, boolean last) {
        var message = last ? Json.parseObject(text.getBytes(StandardCharsets.UTF_8)) : Optional.<ObjectNode>empty();
        var mine = sink;
        if (message.isEmpty()
                || mine == null
                || !message.get().path("type").asText().equals("ack")) {
            session.close(WsCloseCodes.CANNOT_ACCEPT, "Send {\"type\":\"ack\",\"cursor\":…} in one frame");
            return;
        }
        mine.acknowledge(message.get().path("cursor").asText());
    }

    @Override
    public void onMessage(WsSession session, BufferData buffer, boolean last) {
        session.close(WsCloseCodes.CANNOT_ACCEPT, "Send text");
    }

    @Override
    public void onPing(WsSession session, BufferData buffer) {
        session.pong(buffer);
    }

    @Override
    public void onClose(WsSession session, int status, String reason) {
        leave();
    }

    @Override
    public void onError(WsSession session, Throwable t) {
        leave();
    }

    private void leave() {
        var mine = sink;
        if (mine != null) {
            mine.leave();
        }
        var thread = sender;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
