package dev.epochal.api.directory;

import dev.epochal.api.access.Names;
import dev.epochal.api.exchange.Answer;
import dev.epochal.api.exchange.Call;
import dev.epochal.api.exchange.Endpoint;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import dev.epochal.api.problem.Refusals;
import dev.epochal.api.submission.Submissions;
import dev.epochal.schema.record.DirectoryCommand;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.RegisterClient;
import dev.epochal.schema.record.RemoveClient;
import java.util.List;

/// Clients: each registers the signature keys that it signs with, and is told to everybody who wants to know whom a
/// leaf can belong to.
///
/// Who changes a client has the answer when the read model knows the change too: a KeyPackage can be claimed and added
/// right away, and a key that was taken back is taken back.
public final class ClientEndpoints {
    private static final int BODY_OCTETS_MAX = 16 << 10;
    private static final int SIGNATURE_KEYS_MAX = 100;

    private final Submissions submissions;
    private final DirectorySight sight;

    /// Submits there, and tells what is in sight.
    public ClientEndpoints(Submissions submissions, DirectorySight sight) {
        this.submissions = submissions;
        this.sight = sight;
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.put("/v1/clients/{client}", BODY_OCTETS_MAX, this::register),
                Endpoint.delete("/v1/clients/{client}", this::remove),
                Endpoint.get("/v1/users/{user}/clients", this::list).knowing("at_least"));
    }

    private Answer register(Call call) {
        var keys = call.json().expect("signatureKeys").octetsList("signatureKeys", SIGNATURE_KEYS_MAX);
        return change(
                call,
                DirectoryCommand.newBuilder()
                        .setRegisterClient(RegisterClient.newBuilder()
                                .setClient(name(call, "client"))
                                .addAllSignatureKeys(keys)));
    }

    private Answer remove(Call call) {
        return change(
                call,
                DirectoryCommand.newBuilder()
                        .setRemoveClient(RemoveClient.newBuilder().setClient(name(call, "client"))));
    }

    private Answer change(Call call, DirectoryCommand.Builder command) {
        var user = call.identity().getUser();
        var verdict = submissions.submit(call, user, command).verdict();
        if (verdict.hasRefusal()) {
            throw new ProblemException(Refusals.problem(verdict.getRefusal()));
        }
        var changed = Identity.newBuilder()
                .setUser(user)
                .setClient(call.path("client"))
                .build();
        sight.require(changed, verdict.getDirectoryReceipt().getSeq());
        sight.cached().withdraw(changed);
        return Answer.json(200, DirectoryReceipts.changed(verdict));
    }

    private Answer list(Call call) {
        var user = name(call, "user");
        sight.awaitAsked(call, user);
        var answer =
                Json.object().put("user", user).put("seq", sight.directory().directorySeq(user));
        var list = answer.putArray("clients");
        for (var client : sight.directory().clients(user)) {
            var keys = list.addObject()
                    .put("client", client.client())
                    .put("registeredAt", client.registeredAt())
                    .put("changedAt", client.changedAt())
                    .putArray("signatureKeys");
            client.signatureKeys().forEach(key -> keys.add(Base64Url.encode(key)));
        }
        return Answer.json(200, answer);
    }

    private static String name(Call call, String parameter) {
        var name = call.path(parameter);
        if (!Names.isValid(name)) {
            throw ProblemException.of(
                    ProblemType.BAD_PARAMETER, parameter + " is not a name that a " + parameter + " can have");
        }
        return name;
    }
}
