package dev.epochal.api.keypackage;

import dev.epochal.api.access.Names;
import dev.epochal.api.exchange.Answer;
import dev.epochal.api.exchange.Call;
import dev.epochal.api.exchange.Endpoint;
import dev.epochal.api.json.Json;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import dev.epochal.api.problem.Refusals;
import dev.epochal.api.submission.Submissions;
import dev.epochal.projections.read.ClientReads;
import dev.epochal.schema.record.ClaimKeyPackages;
import dev.epochal.schema.record.DirectoryCommand;
import dev.epochal.schema.record.PublishKeyPackages;
import dev.epochal.schema.record.Verdict;
import java.time.InstantSource;
import java.util.List;

/// KeyPackages: published by their owner's client, claimed by whoever wants to add the owner to a group.
public final class KeyPackageEndpoints {
    private static final int PUBLISHED_MAX = 100;
    private static final int PUBLISHED_OCTETS_MAX = 4 << 20;
    private static final int CLAIM_OCTETS_MAX = 4 << 10;
    private static final int CIPHER_SUITE_MAX = 0xffff;

    private final Submissions submissions;
    private final ClientReads clients;
    private final InstantSource clock;

    /// Submits there, and counts what these reads tell.
    public KeyPackageEndpoints(Submissions submissions, ClientReads clients, InstantSource clock) {
        this.submissions = submissions;
        this.clients = clients;
        this.clock = clock;
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/v1/key-packages", PUBLISHED_OCTETS_MAX, this::publish),
                Endpoint.get("/v1/key-packages", this::count),
                Endpoint.post("/v1/users/{user}/key-packages/claim", CLAIM_OCTETS_MAX, this::claim));
    }

    private Answer publish(Call call) {
        var keyPackages = call.json().expect("keyPackages").octetsList("keyPackages", PUBLISHED_MAX);
        var command = DirectoryCommand.newBuilder()
                .setPublishKeyPackages(PublishKeyPackages.newBuilder().addAllKeyPackages(keyPackages));
        var verdict =
                submissions.submit(call, call.identity().getUser(), command).verdict();
        return Answer.json(201, KeyPackageReceipts.published(accepted(verdict)));
    }

    private Answer count(Call call) {
        var answer = Json.object();
        var list = answer.putArray("available");
        for (var count :
                clients.keyPackageCounts(call.identity(), clock.instant().getEpochSecond())) {
            list.addObject().put("cipherSuite", count.cipherSuite()).put("count", count.count());
        }
        return Answer.json(200, answer);
    }

    private Answer claim(Call call) {
        var user = call.path("user");
        if (!Names.isValid(user)) {
            throw ProblemException.of(ProblemType.BAD_PARAMETER, "user is not a name that a user can have");
        }
        int cipherSuite = call.json().expect("cipherSuite").number("cipherSuite", CIPHER_SUITE_MAX);
        var command = DirectoryCommand.newBuilder()
                .setClaimKeyPackages(ClaimKeyPackages.newBuilder().setCipherSuite(cipherSuite));
        var verdict = submissions.submit(call, user, command).verdict();
        return Answer.json(200, KeyPackageReceipts.claimed(accepted(verdict), user));
    }

    private static Verdict accepted(Verdict verdict) {
        if (verdict.hasDirectoryReceipt()) {
            return verdict;
        }
        throw new ProblemException(Refusals.problem(verdict.getRefusal()));
    }
}
