package dev.epochal.api.wire;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/// Closes a connection behind the answer that one of both sides wanted to be the last (RFC 9112 §9.6). The web server
/// would say so, and then wait for another request; it would even take for one what follows, if the body of the last
/// was not read.
///
/// An answer is also the last if it was given to a caller who waits to be asked for the body (RFC 9110 §10.1.1): nobody
/// can tell whether the octets that follow are that body or another request. Thread-safe.
public final class LastAnswer implements Filter {
    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        response.beforeSend(() -> {
            if (isBodyInDoubt(request)) {
                response.header(HeaderValues.CONNECTION_CLOSE);
            }
        });
        chain.proceed();
        if (response.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            // A connection that is closed while octets wait to be read is reset, and the answer may be lost.
            passOver(request);
            throw new CloseConnectionException("This was the last answer");
        }
    }

    private static boolean isBodyInDoubt(RoutingRequest request) {
        return request.headers().containsToken(HeaderValues.EXPECT_100) && !request.continueSent();
    }

    private static void passOver(RoutingRequest request) {
        try {
            request.content().consume();
        } catch (RuntimeException e) {
            throw new CloseConnectionException("The body of the last request is broken", e);
        }
    }
}
