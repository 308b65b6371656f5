package dev.epochal.api.inbox;

import dev.epochal.api.exchange.Door;
import dev.epochal.api.exchange.Endpoint;
import dev.epochal.api.problem.Problem;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import io.helidon.common.uri.UriQuery;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.websocket.WsRouting;
import java.util.List;

/// Opens inboxes over WebSockets, to those whom the door lets in.
public final class InboxSockets {
    private static final String PATH = "/v1/inbox/socket";
    private static final int WINDOW_DEFAULT = 100;
    private static final int WINDOW_MAX = 1_000;

    private final InboxSources sources;
    private final Endpoint endpoint;

    /// Tells what these sources tell.
    public InboxSockets(InboxSources sources) {
        this.sources = sources;
        this.endpoint = Endpoint.get(PATH, _ -> {
                    throw new ProblemException(
                            Problem.of(ProblemType.UPGRADE_REQUIRED, "Send the header fields of a WebSocket handshake")
                                    .withHeader("Upgrade", "websocket"));
                })
                .knowing("cursor", "tree", "window");
    }

    /// What a request gets that asks for no WebSocket.
    public List<Endpoint> endpoints() {
        return List.of(endpoint);
    }

    /// The routing of those that do.
    public WsRouting.Builder routing(Door door) {
        return WsRouting.builder()
                .endpoint(PATH, () -> new InboxSocket(sources, (prologue, headers) -> admit(door, prologue, headers)));
    }

    private InboxSocket.Terms admit(Door door, HttpPrologue prologue, Headers headers) {
        try {
            var query = prologue.query();
            if (!endpoint.query().containsAll(query.names())) {
                throw bad();
            }
            var caller = door.admit(endpoint, headers);
            var cursor = one(query, "cursor");
            return new InboxSocket.Terms(
                    caller,
                    sources.cursor(caller.identity(), cursor),
                    one(query, "tree").equals("true"),
                    window(one(query, "window")));
        } catch (ProblemException e) {
            throw refused(e.problem());
        }
    }

    private static String one(UriQuery query, String name) {
        var values = query.all(name, List::of);
        if (values.size() > 1) {
            throw bad();
        }
        return values.isEmpty() ? "" : values.getFirst();
    }

    private static int window(String text) {
        try {
            int window = text.isEmpty() ? WINDOW_DEFAULT : Integer.parseInt(text);
            if (window >= 1 && window <= WINDOW_MAX) {
                return window;
            }
        } catch (NumberFormatException _) {
            throw bad();
        }
        throw bad();
    }

    private static ProblemException bad() {
        return ProblemException.of(ProblemType.BAD_PARAMETER, "A query parameter is not acceptable");
    }

    /// The web server answers it with a document of the problem that the message names.
    private static RequestException refused(Problem problem) {
        var builder = RequestException.builder()
                .type(DirectHandler.EventType.OTHER)
                .status(Status.create(problem.type().status()))
                .setKeepAlive(false)
                .message(problem.type().slug());
        problem.headers().forEach((name, value) -> builder.header(HeaderValues.create(name, value)));
        return builder.build();
    }
}
