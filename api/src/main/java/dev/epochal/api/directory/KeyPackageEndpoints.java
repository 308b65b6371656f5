package dev.epochal.api.directory;

import com.google.protobuf.ByteString;
import dev.epochal.api.access.Names;
import dev.epochal.api.exchange.Answer;
import dev.epochal.api.exchange.Body;
import dev.epochal.api.exchange.Call;
import dev.epochal.api.exchange.Cost;
import dev.epochal.api.exchange.Endpoint;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import dev.epochal.api.problem.Refusals;
import dev.epochal.api.submission.Submissions;
import dev.epochal.projections.read.DirectoryReads.KeyPackageRow;
import dev.epochal.schema.record.ClaimKeyPackages;
import dev.epochal.schema.record.DirectoryCommand;
import dev.epochal.schema.record.PublishKeyPackages;
import dev.epochal.schema.record.RequiredCapabilities;
import dev.epochal.schema.record.RevokeKeyPackages;
import dev.epochal.schema.record.Verdict;
import java.time.InstantSource;
import java.util.List;

/// KeyPackages: published and taken back by their owner's client, claimed by whoever wants to add the owner to a group.
public final class KeyPackageEndpoints {
    private static final int PUBLISHED_MAX = 100;
    private static final int REVOKED_MAX = 1_000;
    private static final int REQUIRED_MAX = 256;
    private static final int PUBLISHED_OCTETS_MAX = 4 << 20;
    private static final int REVOKED_OCTETS_MAX = 256 << 10;
    private static final int CLAIM_OCTETS_MAX = 16 << 10;
    private static final int CODE_MAX = 0xffff;

    private final Submissions submissions;
    private final DirectorySight sight;
    private final InstantSource clock;
    private final ServedKeyPackages served;

    /// Submits there, tells what is in sight, and counts what is served.
    public KeyPackageEndpoints(
            Submissions submissions, DirectorySight sight, InstantSource clock, ServedKeyPackages served) {
        this.submissions = submissions;
        this.sight = sight;
        this.clock = clock;
        this.served = served;
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/v1/key-packages", PUBLISHED_OCTETS_MAX, submissions.whereThereIsRoom(this::publish))
                        .costing(Cost.SIGNATURES),
                Endpoint.get("/v1/key-packages", this::count).knowing("at_least"),
                Endpoint.get("/v1/key-packages/{ref}", this::status).knowing("at_least"),
                Endpoint.post("/v1/key-packages/revoke", REVOKED_OCTETS_MAX, this::revoke),
                Endpoint.post(
                        "/v1/users/{user}/key-packages/claim",
                        CLAIM_OCTETS_MAX,
                        submissions.whereThereIsRoom(this::claim)));
    }

    private Answer publish(Call call) {
        var keyPackages = call.json().expect("keyPackages").octetsList("keyPackages", PUBLISHED_MAX);
        var command = DirectoryCommand.newBuilder()
                .setPublishKeyPackages(PublishKeyPackages.newBuilder().addAllKeyPackages(keyPackages));
        var verdict =
                submissions.submit(call, call.identity().getUser(), command).verdict();
        return Answer.json(201, DirectoryReceipts.published(accepted(verdict)));
    }

    private Answer count(Call call) {
        sight.awaitAsked(call, call.identity().getUser());
        var answer = Json.object();
        var list = answer.putArray("available");
        for (var stock :
                sight.directory().stock(call.identity(), clock.instant().getEpochSecond())) {
            list.addObject()
                    .put("cipherSuite", stock.cipherSuite())
                    .put("count", stock.count())
                    .put("lastResort", stock.lastResort())
                    .put("low", stock.low());
        }
        return Answer.json(200, answer);
    }

    /// For its owner's clients, and for the client that claimed it: for all others there is no such KeyPackage.
    private Answer status(Call call) {
        sight.awaitAsked(call, call.identity().getUser());
        var row = sight.directory()
                .keyPackage(call.octets("ref"))
                .filter(found -> isOwner(call, found) || isClaimer(call, found))
                .orElseThrow(() -> ProblemException.of(
                        ProblemType.UNKNOWN_KEY_PACKAGE, "The caller neither owns nor has claimed such a KeyPackage"));
        var answer = KeyPackageForm.write(row, clock.instant().getEpochSecond(), isOwner(call, row));
        sight.cached().keyPackage(row.ref()).ifPresent(message -> answer.put("keyPackage", Base64Url.encode(message)));
        return Answer.json(200, answer);
    }

    private static boolean isOwner(Call call, KeyPackageRow row) {
        return row.owner().getUser().equals(call.identity().getUser());
    }

    private static boolean isClaimer(Call call, KeyPackageRow row) {
        return row.claim().filter(claim -> claim.by().equals(call.identity())).isPresent();
    }

    private Answer revoke(Call call) {
        var body = call.json().expect("refs", "signatureKey");
        var wanted = RevokeKeyPackages.newBuilder()
                .setSignatureKey(body.optionalOctets("signatureKey").orElse(ByteString.EMPTY));
        if (body.object().has("refs")) {
            wanted.addAllRefs(body.octetsList("refs", REVOKED_MAX));
        } else if (wanted.getSignatureKey().isEmpty()) {
            throw Body.malformed("The body is to have refs or a signatureKey");
        }
        var command = DirectoryCommand.newBuilder().setRevokeKeyPackages(wanted);
        var verdict =
                submissions.submit(call, call.identity().getUser(), command).verdict();
        return Answer.json(200, DirectoryReceipts.changed(accepted(verdict)));
    }

    private Answer claim(Call call) {
        var user = call.path("user");
        if (!Names.isValid(user)) {
            throw ProblemException.of(ProblemType.BAD_PARAMETER, "user is not a name that a user can have");
        }
        var body = call.json().expect("cipherSuite", "required");
        var wanted = ClaimKeyPackages.newBuilder().setCipherSuite(body.number("cipherSuite", CODE_MAX));
        body.optionalObject("required").map(KeyPackageEndpoints::required).ifPresent(wanted::setRequired);
        var command = DirectoryCommand.newBuilder().setClaimKeyPackages(wanted);
        var verdict = accepted(submissions.submit(call, user, command).verdict());
        served.count(verdict.getDirectoryReceipt());
        return Answer.json(200, DirectoryReceipts.claimed(verdict, user));
    }

    private static RequiredCapabilities required(Body body) {
        body.expect("extensions", "proposals", "credentials");
        return RequiredCapabilities.newBuilder()
                .addAllExtensions(body.numbers("extensions", REQUIRED_MAX, CODE_MAX))
                .addAllProposals(body.numbers("proposals", REQUIRED_MAX, CODE_MAX))
                .addAllCredentials(body.numbers("credentials", REQUIRED_MAX, CODE_MAX))
                .build();
    }

    private static Verdict accepted(Verdict verdict) {
        if (verdict.hasDirectoryReceipt()) {
            return verdict;
        }
        throw new ProblemException(Refusals.problem(verdict.getRefusal()));
    }
}
