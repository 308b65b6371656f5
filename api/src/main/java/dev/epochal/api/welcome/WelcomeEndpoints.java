package dev.epochal.api.welcome;

import dev.epochal.api.exchange.Answer;
import dev.epochal.api.exchange.Call;
import dev.epochal.api.exchange.Endpoint;
import dev.epochal.api.exchange.Gate;
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
    private final Waiting waiting;
    private final WelcomeForm form;

    /// Acknowledges there, and offers what can be read.
    public WelcomeEndpoints(Submissions submissions, Waiting waiting, WelcomeForm form) {
        this.submissions = submissions;
        this.waiting = waiting;
        this.form = form;
    }

    /// What is offered, and how it is waited for.
    ///
    /// @param clients what there is
    /// @param changes wakes who waits
    /// @param gate who waits leaves when it is shut
    public record Waiting(ClientReads clients, Changes changes, Gate gate) {}

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/v1/welcomes", this::waiting).knowing("wait", "tree"),
                Endpoint.delete("/v1/welcomes/{welcome}", this::acknowledge));
    }

    private Answer waiting(Call call) {
        boolean withTree = call.flag("tree");
        var patience = call.patience(WAIT_MAX);
        var identity = call.identity();
        if (patience.isPositive()) {
            waiting.changes()
                    .awaitClient(
                            identity,
                            patience,
                            () -> waiting.gate().isShut()
                                    || !waiting.clients().welcomes(identity, 1).isEmpty());
        }
        var answer = Json.object();
        var list = answer.putArray("welcomes");
        for (var welcome : waiting.clients().welcomes(identity, LIMIT)) {
            list.add(form.write(welcome, withTree));
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
