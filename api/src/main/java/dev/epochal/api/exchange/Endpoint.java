package dev.epochal.api.exchange;

import dev.epochal.api.access.Scope;
import io.helidon.http.Method;
import java.util.List;
import java.util.Set;

/// What is offered under one method and path.
///
/// @param method the HTTP method
/// @param path the path with its parameters in braces
/// @param scopes the scopes of which a caller needs one; none means that everybody may call
/// @param query the query parameters that it knows
/// @param mediaTypes the media types that its body can have; none means that it takes no body
/// @param bodyMax how many octets its body may have
/// @param action what it does
public record Endpoint(
        Method method,
        String path,
        Set<Scope> scopes,
        Set<String> query,
        List<String> mediaTypes,
        int bodyMax,
        Action action) {
    private static final Set<Scope> CLIENTS = Set.of(Scope.CLIENT);

    /// A GET for clients.
    public static Endpoint get(String path, Action action) {
        return new Endpoint(Method.GET, path, CLIENTS, Set.of(), List.of(), 0, action);
    }

    /// A DELETE for clients.
    public static Endpoint delete(String path, Action action) {
        return new Endpoint(Method.DELETE, path, CLIENTS, Set.of(), List.of(), 0, action);
    }

    /// A POST of JSON for clients.
    public static Endpoint post(String path, int bodyMax, Action action) {
        return new Endpoint(Method.POST, path, CLIENTS, Set.of(), List.of(MediaTypes.JSON), bodyMax, action);
    }

    /// A PUT of JSON for clients.
    public static Endpoint put(String path, int bodyMax, Action action) {
        return new Endpoint(Method.PUT, path, CLIENTS, Set.of(), List.of(MediaTypes.JSON), bodyMax, action);
    }

    /// The same for everybody, without a token.
    public Endpoint forEverybody() {
        return new Endpoint(method, path, Set.of(), query, mediaTypes, bodyMax, action);
    }

    /// The same for auditors too.
    public Endpoint forAuditorsToo() {
        return new Endpoint(method, path, Set.of(Scope.CLIENT, Scope.AUDITOR), query, mediaTypes, bodyMax, action);
    }

    /// The same with these query parameters.
    public Endpoint knowing(String... names) {
        return new Endpoint(method, path, scopes, Set.of(names), mediaTypes, bodyMax, action);
    }

    /// The same for a body that can also be one MLSMessage.
    public Endpoint takingMls() {
        return new Endpoint(method, path, scopes, query, List.of(MediaTypes.JSON, MediaTypes.MLS), bodyMax, action);
    }
}
