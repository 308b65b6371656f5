package dev.epochal.api.exchange;

import dev.epochal.api.access.AccessRule;
import dev.epochal.api.access.Caller;
import dev.epochal.api.access.Tokens;
import dev.epochal.api.problem.Problem;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// Looks at each caller before it is let in: who it is, and whether it asks for more than it may. A user has an
/// allowance of its own. Whoever comes without a good token is counted to where it comes from, so that neither costs
/// the users anything. Thread-safe.
public final class Guard implements AutoCloseable {
    private static final HeaderName FORWARDED_FOR = HeaderNames.create("X-Forwarded-For");
    /// A token that is refused has cost a signature, and whatever is read before.
    private static final int REFUSED_UNITS = 4;

    private final Tokens tokens;
    private final Origins origins;
    private final Allowances users;
    private final Allowances strangers;
    private final Crowd crowd;
    private final Pace pace;

    /// What a guard allows.
    ///
    /// @param rate what each user may ask for, and each address without a good token
    /// @param room how much is under way at once
    /// @param pace how long the other end may take
    /// @param proxies who is believed about where a request comes from, beside proxies on this machine
    public record Limits(Allowances.Rate rate, Room room, Pace.Limits pace, List<Network> proxies) {
        public Limits {
            proxies = List.copyOf(proxies);
        }
    }

    /// A guard with full allowances for everybody. Close it when the last request has left.
    ///
    /// @param tokens tells who somebody is
    /// @param nanos a clock that only goes forward
    public Guard(Tokens tokens, Limits limits, LongSupplier nanos) {
        this.tokens = tokens;
        this.origins = new Origins(limits.proxies());
        this.users = new Allowances(limits.rate(), nanos);
        this.strangers = new Allowances(limits.rate(), nanos);
        this.crowd = new Crowd(limits.room());
        this.pace = Pace.start(limits.pace());
    }

    Allowances users() {
        return users;
    }

    Pace pace() {
        return pace;
    }

    /// How many octets the requests under way hold.
    public long held() {
        return crowd.held();
    }

    /// A request comes in.
    Visit visit(String correlationId) {
        return new Visit(correlationId, crowd.place(), pace);
    }

    /// Lets in somebody who need not say who it is.
    ///
    /// @throws ProblemException if too many came from there
    void admitStranger(Endpoint endpoint, ServerRequest request) {
        if (strangers.areLimited()) {
            require(strangers.take(origin(request), endpoint.cost().units()), "The address");
        }
    }

    /// Who calls, if the endpoint is open to the token in the request.
    ///
    /// @throws ProblemException if it is not, or if too many bad tokens came from there
    Caller admit(Endpoint endpoint, ServerRequest request) {
        var authorization = request.headers().values(HeaderNames.AUTHORIZATION);
        if (!strangers.areLimited()) {
            return admitted(endpoint, authorization);
        }
        var origin = origin(request);
        var left = strangers.look(origin, REFUSED_UNITS);
        if (!left.granted() && !tokens.remembers(authorization)) {
            require(left, "The address");
        }
        try {
            return admitted(endpoint, authorization);
        } catch (ProblemException e) {
            strangers.charge(origin, REFUSED_UNITS);
            throw e;
        }
    }

    /// Who wants to open a stream, if the endpoint is open to the token in the header fields. It costs as much as a
    /// call.
    ///
    /// @throws ProblemException if it is not, or if the user has asked for too much
    Caller admit(Endpoint endpoint, Headers headers) {
        var caller = admitted(endpoint, headers.values(HeaderNames.AUTHORIZATION));
        pace.rest();
        if (users.areLimited()) {
            require(users.take(caller.identity().getUser(), endpoint.cost().units()), "The user");
        }
        return caller;
    }

    private Caller admitted(Endpoint endpoint, List<String> authorization) {
        var caller = tokens.caller(authorization);
        if (!AccessRule.admits(caller, endpoint.deed())) {
            throw ProblemException.of(
                    ProblemType.FORBIDDEN_SCOPE,
                    "The token needs one of the scopes "
                            + endpoint.scopes().stream()
                                    .map(scope -> scope.word())
                                    .sorted()
                                    .collect(Collectors.joining(", ")));
        }
        return caller;
    }

    private String origin(ServerRequest request) {
        return origins.of(request.remotePeer().address(), request.headers().values(FORWARDED_FOR));
    }

    private static void require(Allowances.Grant grant, String who) {
        if (!grant.granted()) {
            throw new ProblemException(tooFast(grant, who));
        }
    }

    /// What is told to who has asked for more than it may.
    static Problem tooFast(Allowances.Grant grant, String who) {
        return Problem.of(ProblemType.RATE_EXCEEDED, who + " has asked for more than its allowance")
                .retryAfterMs(grant.delay().toMillis());
    }

    @Override
    public void close() {
        pace.close();
    }
}
