package dev.epochal.api.exchange;

import dev.epochal.api.access.Caller;
import dev.epochal.api.problem.Problem;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import dev.epochal.api.wire.LastAnswer;
import dev.epochal.projections.read.ReadModelOutage;
import dev.epochal.schema.record.Identity;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.NotFoundException;
import io.helidon.http.PathMatchers;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where HTTP comes in: each request is let in, told apart, authenticated, answered, counted and logged here, whatever
/// becomes of it. Knows of the web server so that no endpoint has to.
public final class Door {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);
    private static final HeaderName CORRELATION = HeaderNames.create("X-Correlation-Id");
    private static final Pattern CORRELATION_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Caller NOBODY = new Caller(Identity.getDefaultInstance(), Set.of(), Set.of(), 0);

    private final Guard guard;
    private final Gate gate;
    private final RequestLog requests;
    private final List<Endpoint> endpoints;

    /// A door to these endpoints.
    public Door(Guard guard, Gate gate, RequestLog requests, List<Endpoint> endpoints) {
        this.guard = guard;
        this.gate = gate;
        this.requests = requests;
        this.endpoints = List.copyOf(endpoints);
    }

    /// What the web server is to tell of each request.
    public Http1ConnectionListener listener() {
        return guard.pace().listener();
    }

    /// The routing that leads to the endpoints, and to a problem from everywhere else.
    public HttpRouting.Builder routing() {
        var routing = HttpRouting.builder().addFilter(new LastAnswer());
        for (var endpoint : endpoints) {
            routing.route(
                    endpoint.method(), endpoint.path(), (request, response) -> enter(endpoint, request, response));
        }
        return routing.error(NotFoundException.class, (request, response, _) -> turnAway(request, response));
    }

    private void enter(Endpoint endpoint, ServerRequest request, ServerResponse response) {
        long started = System.nanoTime();
        var correlationId = correlationId(request);
        if (!gate.enter()) {
            send(response, closing(correlationId), correlationId);
            return;
        }
        try (var visit = guard.visit(correlationId);
                var span = requests.begin(endpoint, correlationId)) {
            var answer = held(answer(endpoint, request, visit), visit);
            try {
                send(response, answer, visit);
            } finally {
                span.answered(answer.status());
                requests.record(endpoint, answer.status(), System.nanoTime() - started, correlationId);
            }
        } finally {
            gate.leave();
        }
    }

    /// An answer that there is room for.
    private static Answer held(Answer answer, Visit visit) {
        try {
            visit.holdAnswer(answer.body().size());
            return answer;
        } catch (ProblemException e) {
            return Answer.problem(e.problem(), visit.correlationId());
        }
    }

    /// A stream takes as long as there is something to tell, and has limits of its own.
    private static void send(ServerResponse response, Answer answer, Visit visit) {
        if (answer.stream().isPresent()) {
            send(response, answer, visit.correlationId());
        } else {
            visit.transfer(() -> {
                send(response, answer, visit.correlationId());
                return answer;
            });
        }
    }

    private Answer answer(Endpoint endpoint, ServerRequest request, Visit visit) {
        try {
            if (endpoint.scopes().isEmpty()) {
                guard.admitStranger(endpoint, request);
                return act(new Call(request, endpoint, NOBODY, visit), request);
            }
            var call = new Call(request, endpoint, guard.admit(endpoint, request), visit);
            if (!visit.isOf(call.identity().getUser())) {
                throw new ProblemException(
                        Problem.of(ProblemType.RATE_EXCEEDED, "The user has as many requests under way as it may")
                                .retryAfterMs(1000));
            }
            visit.expectBody(told(endpoint, request));
            return guard.users().areLimited() ? limited(call, request) : act(call, request);
        } catch (ProblemException e) {
            return Answer.problem(e.problem(), visit.correlationId());
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException e) {
            return failed(endpoint, visit.correlationId(), e);
        }
    }

    /// Takes what the call costs from the user's allowance; a body whose length was not told is charged once it is
    /// read, and one that is too large for the address isn't read.
    private Answer limited(Call call, ServerRequest request) {
        var users = guard.users();
        var user = call.identity().getUser();
        var cost = call.endpoint().cost();
        long told = told(call.endpoint(), request);
        var grant = users.take(user, cost.of(told));
        var answer = grant.granted()
                ? act(call, request)
                : Answer.problem(Guard.tooFast(grant, "The user"), call.correlationId());
        if (call.octetsTaken() > told) {
            users.charge(user, cost.more(call.octetsTaken() - told));
        }
        long full = Math.ceilDiv(
                users.rate().burst() - grant.remaining(), users.rate().unitsPerSecond());
        return answer.with(
                        "RateLimit-Policy",
                        "\"cost\";q=" + users.rate().burst() + ";w="
                                + users.rate().window())
                .with("RateLimit", "\"cost\";r=" + grant.remaining() + ";t=" + full);
    }

    /// The length of the body that is going to be read, where it is told before.
    private static long told(Endpoint endpoint, ServerRequest request) {
        long length = request.headers().contentLength().orElse(0);
        return length > endpoint.bodyMax() ? 0 : length;
    }

    private Answer act(Call call, ServerRequest request) {
        var endpoint = call.endpoint();
        var correlationId = call.correlationId();
        try {
            refuseUnknownQuery(endpoint, request);
            return endpoint.action().answer(call);
        } catch (ProblemException e) {
            return Answer.problem(e.problem(), correlationId);
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException e) {
            return failed(endpoint, correlationId, e);
        }
    }

    private static Answer failed(Endpoint endpoint, String correlationId, RuntimeException cause) {
        if (ReadModelOutage.isCauseOf(cause)) {
            // One line: while the database is away each request comes here.
            LOG.warn("{} {}: the read model can't be read: {}", endpoint.method(), endpoint.path(), cause.toString());
            return Answer.problem(
                    Problem.of(ProblemType.READ_MODEL_AWAY, "The database can't be read now; submitting again is safe")
                            .retryAfterMs(1000),
                    correlationId);
        }
        LOG.error(
                "{} {} failed; look for the cause below, the caller was told correlation id {}",
                endpoint.method(),
                endpoint.path(),
                correlationId,
                cause);
        return Answer.problem(Problem.of(ProblemType.INTERNAL, "Tell the operator the correlation id"), correlationId);
    }

    /// Who wants to open a stream, if the endpoint is open to the token in the header fields.
    ///
    /// @throws ProblemException if it is not
    public Caller admit(Endpoint endpoint, Headers headers) {
        return guard.admit(endpoint, headers);
    }

    private static void refuseUnknownQuery(Endpoint endpoint, ServerRequest request) {
        if (!endpoint.query().containsAll(request.query().names())) {
            throw ProblemException.of(
                    ProblemType.BAD_PARAMETER,
                    endpoint.query().isEmpty()
                            ? "The address takes no query parameters"
                            : "The address takes no query parameters but "
                                    + endpoint.query().stream().sorted().collect(Collectors.joining(", ")));
        }
    }

    /// Nothing is routed here: another method of a known address, or no address at all.
    private void turnAway(ServerRequest request, ServerResponse response) {
        var correlationId = correlationId(request);
        var allowed = endpoints.stream()
                .filter(endpoint -> PathMatchers.create(endpoint.path())
                        .match(request.prologue().uriPath())
                        .accepted())
                .map(endpoint -> endpoint.method().text())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        var problem = allowed.isEmpty()
                ? Problem.of(ProblemType.NOT_FOUND, "GET /openapi lists what there is")
                : Problem.of(ProblemType.METHOD_NOT_ALLOWED, "The address takes " + allowed)
                        .withHeader("Allow", allowed);
        var answer = Answer.problem(problem, correlationId);
        send(response, answer, correlationId);
        requests.recordUnrouted(answer.status(), correlationId);
    }

    private static Answer closing(String correlationId) {
        var problem = Problem.of(ProblemType.UNAVAILABLE, "The server is stopping; ask another one")
                .retryAfterMs(1000)
                .withHeader("Connection", "close");
        return Answer.problem(problem, correlationId);
    }

    private static void send(ServerResponse response, Answer answer, String correlationId) {
        response.status(Status.create(answer.status()))
                .header(CORRELATION, correlationId)
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .header(HeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff");
        answer.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
        if (answer.mediaType().isEmpty()) {
            response.send();
        } else {
            response.header(HeaderNames.CONTENT_TYPE, answer.mediaType());
            answer.stream()
                    .ifPresentOrElse(
                            stream -> stream(response, stream),
                            () -> response.send(answer.body().toByteArray()));
        }
    }

    /// A client that goes away ends its stream so; the web server closes the connection.
    private static void stream(ServerResponse response, Streaming stream) {
        try (var out = response.outputStream()) {
            stream.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("The stream was cut off", e);
        }
    }

    /// The caller's own correlation id, if it can stand in a log line; else a new one.
    private static String correlationId(ServerRequest request) {
        return request.headers()
                .first(CORRELATION)
                .filter(id -> CORRELATION_ID.matcher(id).matches())
                .orElseGet(() -> UUID.randomUUID().toString());
    }
}
