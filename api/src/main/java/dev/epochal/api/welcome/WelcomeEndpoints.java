package dev.epochal.api.welcome;

import dev.epochal.api.exchange.Answer;
import dev.epochal.api.exchange.Call;
import dev.epochal.api.exchange.Endpoint;
import dev.epochal.api.exchange.Gate;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.Refusals;
import dev.epochal.api.submission.Submissions;
import dev.epochal.projections.read.Changes;
import dev.epochal.projections.read.ClientReads;
import dev.epochal.schema.record.AcknowledgeWelcome;
import dev.epochal.schema.record.DirectoryCommand;
import java.time.Duration;
import java.util.List;

/// Welcomes (RFC 9420 §12.4.3.1), offered to their recipient until it acknowledges them.
public final class WelcomeEndpoints {
    private static final int LIMIT = 20;
    private static final Duration WAIT_MAX = Duration.ofSeconds(25);

    private final Submissions submissions;
    private final ClientReads clients;
    private final Changes changes;
    private final Gate gate;

    /// Acknowledges there, and offers what these reads tell. Who waits leaves when the gate is shut.
    public WelcomeEndpoints(Submissions submissions, ClientReads clients, Changes changes, Gate gate) {
        this.submissions = submissions;
        this.clients = clients;
        this.changes = changes;
        this.gate = gate;
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/v1/welcomes", this::waiting).knowing("wait"),
                Endpoint.delete("/v1/welcomes/{welcome}", this::acknowledge));
    }

    private Answer waiting(Call call) {
        var patience = call.patience(WAIT_MAX);
        var identity = call.identity();
        if (patience.isPositive()) {
            changes.awaitClient(
                    identity,
                    patience,
                    () -> gate.isShut() || !clients.welcomes(identity, 1).isEmpty());
        }
        var answer = Json.object();
        var list = answer.putArray("welcomes");
        for (var welcome : clients.welcomes(identity, LIMIT)) {
            list.addObject()
                    .put("id", Base64Url.encode(welcome.id()))
                    .put("groupId", Base64Url.encode(welcome.groupId()))
                    .put("epoch", welcome.epoch())
                    .put("seq", welcome.seq())
                    .put("keyPackageRef", Base64Url.encode(welcome.keyPackageRef()))
                    .put("welcome", Base64Url.encode(welcome.welcome()));
        }
        return Answer.json(200, answer);
    }

    private Answer acknowledge(Call call) {
        var command = DirectoryCommand.newBuilder()
                .setAcknowledgeWelcome(AcknowledgeWelcome.newBuilder().setWelcomeId(call.octets("welcome")));
        var verdict =
                submissions.submit(call, call.identity().getUser(), command).verdict();
        if (verdict.hasRefusal()) {
            throw new ProblemException(Refusals.problem(verdict.getRefusal()));
        }
        return Answer.noContent();
    }
}
