package dev.epochal.api.exchange;

import dev.epochal.api.access.Deed;
import dev.epochal.api.access.Scope;
import io.helidon.http.Method;
import java.util.List;
import java.util.Set;

/// What is offered under one method and path.
///
/// @param method the HTTP method
/// @param path the path with its parameters in braces
/// @param deed what kind of thing it does: this decides who may call it
/// @param query the query parameters that it knows
/// @param mediaTypes the media types that its body can have; none means that it takes no body
/// @param bodyMax how many octets its body may have
/// @param cost what a call costs
/// @param action what it does
public record Endpoint(
        Method method,
        String path,
        Deed deed,
        Set<String> query,
        List<String> mediaTypes,
        int bodyMax,
        Cost cost,
        Action action) {
    /// A GET for clients.
    public static Endpoint get(String path, Action action) {
        return new Endpoint(Method.GET, path, Deed.ACT, Set.of(), List.of(), 0, Cost.READ, action);
    }

    /// A DELETE for clients.
    public static Endpoint delete(String path, Action action) {
        return new Endpoint(Method.DELETE, path, Deed.ACT, Set.of(), List.of(), 0, Cost.READ, action);
    }

    /// A POST of JSON for clients.
    public static Endpoint post(String path, int bodyMax, Action action) {
        return new Endpoint(
                Method.POST, path, Deed.ACT, Set.of(), List.of(MediaTypes.JSON), bodyMax, Cost.WRITE, action);
    }

    /// A PUT of JSON for clients.
    public static Endpoint put(String path, int bodyMax, Action action) {
        return new Endpoint(
                Method.PUT, path, Deed.ACT, Set.of(), List.of(MediaTypes.JSON), bodyMax, Cost.WRITE, action);
    }

    /// The same for everybody, without a token.
    public Endpoint forEverybody() {
        return doing(Deed.LOOK);
    }

    /// The same for auditors too.
    public Endpoint forAuditorsToo() {
        return doing(Deed.READ);
    }

    /// The same for auditors, and for nobody else.
    public Endpoint forAuditors() {
        return doing(Deed.AUDIT);
    }

    /// The same for operators, and for nobody else.
    public Endpoint forOperators() {
        return doing(Deed.OPERATE);
    }

    /// The same with these query parameters.
    public Endpoint knowing(String... names) {
        return new Endpoint(method, path, deed, Set.of(names), mediaTypes, bodyMax, cost, action);
    }

    /// The same for a body that can also be one MLSMessage.
    public Endpoint takingMls() {
        return new Endpoint(method, path, deed, query, List.of(MediaTypes.JSON, MediaTypes.MLS), bodyMax, cost, action);
    }

    /// The same at another cost.
    public Endpoint costing(Cost other) {
        return new Endpoint(method, path, deed, query, mediaTypes, bodyMax, other, action);
    }

    /// The scopes of which a caller needs one; none means that everybody may call.
    public Set<Scope> scopes() {
        return deed.scopes();
    }

    private Endpoint doing(Deed other) {
        return new Endpoint(method, path, other, query, mediaTypes, bodyMax, cost, action);
    }
}
