package dev.epochal.api;

import dev.epochal.api.exchange.Door;
import dev.epochal.api.wire.StrictConnections;
import io.helidon.http.DirectHandler;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.spi.ServerConnectionSelector;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.webserver.websocket.WsUpgrader;
import java.time.Duration;

/// The web server with its limits. It speaks HTTP/1.1 only, on virtual threads, and refuses what is ambiguous on the
/// wire (two lengths, a body with a length and chunks) by itself, with a closed connection.
final class Listener {
    private static final int START_LINE_MAX = 4 << 10;
    private static final int HEADERS_MAX = 32 << 10;
    /// A body beyond the limit of its endpoint is read and forgotten up to here, so that the client sees the answer.
    private static final long BODY_MAX = 64L << 20;

    /// Clients send nothing over sockets but acknowledgements.
    private static final int FRAME_MAX = 16 << 10;

    private static final WsConfig SOCKETS =
            WsConfig.builder().maxFrameLength(FRAME_MAX).build();

    private static final int CONNECTIONS_MAX = 16_384;
    private static final int REQUESTS_MAX = 8_192;
    private static final Duration READ_LIMIT = Duration.ofSeconds(30);
    private static final Duration IDLE_LIMIT = Duration.ofMinutes(2);
    private static final Duration IDLE_CHECK = Duration.ofSeconds(30);

    private Listener() {}

    static WebServer start(ApiSettings.Place place, Door door, WsRouting.Builder sockets, ObserveFeature observed) {
        var server = WebServer.builder()
                .host(place.host())
                .port(place.port())
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .addFeature(observed)
                .protocolsDiscoverServices(false)
                .addConnectionSelector(new StrictConnections(connections(door), BODY_MAX))
                .addProtocol(SOCKETS)
                .routing(door.routing())
                .addRouting(sockets)
                .directHandlers(outsideOfRouting())
                .maxPayloadSize(BODY_MAX)
                .maxTcpConnections(CONNECTIONS_MAX)
                .maxConcurrentRequests(REQUESTS_MAX)
                .idleConnectionTimeout(IDLE_LIMIT)
                .idleConnectionPeriod(IDLE_CHECK)
                .connectionOptions(options -> options.readTimeout(READ_LIMIT).tcpNoDelay(true));
        place.encryption().ifPresent(encryption -> server.tls(encryption.tls()));
        return server.build().start();
    }

    private static ServerConnectionSelector connections(Door door) {
        return Http1ConnectionSelector.builder()
                .config(Http1Config.builder()
                        .maxPrologueLength(START_LINE_MAX)
                        .maxHeadersSize(HEADERS_MAX)
                        .validateRequestHeaders(true)
                        .validatePrologue(true)
                        .validatePath(true)
                        .addReceiveListener(door.listener())
                        .build())
                .addUpgrader(WsUpgrader.create(SOCKETS))
                .build();
    }

    private static DirectHandlers outsideOfRouting() {
        var handlers = DirectHandlers.builder();
        for (var type : DirectHandler.EventType.values()) {
            handlers.addHandler(
                    type, (_, _, status, headers, message) -> WireProblems.response(status.code(), headers, message));
        }
        return handlers.build();
    }
}
