package dev.epochal.client;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/// The directory: who the clients of users are, and what becomes of KeyPackages. Each method is one request; what
/// [EpochalClient] says of requests and refusals holds here too. Thread-safe.
public final class Directory {
    private final Exchange exchange;

    Directory(Exchange exchange) {
        this.exchange = exchange;
    }

    /// Registers the caller's client with the signature keys that it signs with, in place of those before. Unclaimed
    /// KeyPackages by other keys are revoked.
    ///
    /// @param client the name of the caller's client
    public DirectoryChange register(String client, List<Octets> signatureKeys) {
        var body = Answers.object();
        addAll(body.putArray("signatureKeys"), signatureKeys);
        var call = Call.put("/v1/clients/" + segment(client), Answers.bytes(body), randomKey());
        return Answers.value(exchange.send(call), DirectoryChange.class);
    }

    /// Removes a client of the caller's user for ever: its name is never used again.
    public DirectoryChange remove(String client) {
        return Answers.value(exchange.send(Call.delete("/v1/clients/" + segment(client))), DirectoryChange.class);
    }

    /// The clients of a user.
    public List<RegisteredClient> clients(String user) {
        var answer = exchange.send(Call.get("/v1/users/" + segment(user) + "/clients"));
        return Answers.list(answer, "clients", new TypeReference<>() {});
    }

    /// Claims one KeyPackage of each client of a user, of those that fit.
    public KeyPackages.Claimed claim(String user, KeyPackages.Wanted wanted) {
        var body = Answers.object().put("cipherSuite", wanted.cipherSuite());
        if (!wanted.isAnything()) {
            var required = body.putObject("required");
            putCodes(required, "extensions", wanted.extensions());
            putCodes(required, "proposals", wanted.proposals());
            putCodes(required, "credentials", wanted.credentials());
        }
        var target = "/v1/users/" + segment(user) + "/key-packages/claim";
        var call = Call.post(target, Answers.bytes(body), randomKey());
        return Answers.value(exchange.send(call), KeyPackages.Claimed.class);
    }

    private static void putCodes(ObjectNode object, String name, List<Integer> codes) {
        if (!codes.isEmpty()) {
            codes.forEach(object.putArray(name)::add);
        }
    }

    /// Takes back KeyPackages of the caller's client that nobody has claimed.
    public DirectoryChange revoke(List<Octets> refs) {
        var body = Answers.object();
        addAll(body.putArray("refs"), refs);
        return revoke(Answers.bytes(body));
    }

    /// Takes back all unclaimed KeyPackages of the caller's client that this key has signed.
    public DirectoryChange revokeSignedBy(Octets signatureKey) {
        return revoke(Answers.bytes(Answers.object().put("signatureKey", signatureKey.toString())));
    }

    private DirectoryChange revoke(Octets body) {
        var call = Call.post("/v1/key-packages/revoke", body, randomKey());
        return Answers.value(exchange.send(call), DirectoryChange.class);
    }

    /// A KeyPackage of the caller's user, or one that the caller has claimed, and what has become of it.
    public KeyPackages.Status keyPackage(Octets ref) {
        return Answers.value(exchange.send(Call.get("/v1/key-packages/" + ref)), KeyPackages.Status.class);
    }

    /// The same of a KeyPackage of the caller's user.
    ///
    /// @param atLeast an event of the user that the answer includes
    public KeyPackages.Status keyPackage(Octets ref, long atLeast) {
        var call = Call.get("/v1/key-packages/" + ref + "?at_least=" + atLeast);
        return Answers.value(exchange.send(call), KeyPackages.Status.class);
    }

    /// What happened to the caller's user in the directory, from an event on, at most 100 at once.
    ///
    /// @param wait how long to wait for the first event, up to 25 s
    public List<DirectoryEvent> events(long from, Duration wait) {
        var target = "/v1/directory/events?limit=100&from=" + from + "&wait=" + wait.toSeconds();
        return Answers.list(exchange.send(Call.get(target, wait)), "events", new TypeReference<>() {});
    }

    private static void addAll(ArrayNode list, List<Octets> values) {
        values.forEach(value -> list.add(value.toString()));
    }

    private static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String randomKey() {
        return UUID.randomUUID().toString();
    }
}
