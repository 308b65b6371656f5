package dev.epochal.api.group;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.epochal.api.directory.LeafRegistrations;
import dev.epochal.api.exchange.Answer;
import dev.epochal.api.exchange.Body;
import dev.epochal.api.exchange.Call;
import dev.epochal.api.exchange.Cost;
import dev.epochal.api.exchange.Endpoint;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.problem.NextAction;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import dev.epochal.api.submission.Receipts;
import dev.epochal.api.submission.Submissions;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.report.CommitReport;
import dev.epochal.schema.record.ChangePolicy;
import dev.epochal.schema.record.CreateGroup;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Handshakes;
import dev.epochal.schema.record.ReportCommit;
import dev.epochal.schema.record.SubmitCommit;
import dev.epochal.schema.record.SubmitMessage;
import dev.epochal.schema.record.SubmitProposal;
import dev.epochal.schema.record.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What clients submit to groups. Each submission becomes one command; the answer tells what was decided about it.
public final class WriteEndpoints {
    /// A Commit comes with its Welcome and a GroupInfo that holds the whole tree, each a third longer as text.
    private static final int BUNDLE_OCTETS_MAX = 11 << 20;

    private static final int MESSAGE_OCTETS_MAX = 2 << 20;
    private static final int POLICY_OCTETS_MAX = 64 << 10;
    private static final int REPORT_OCTETS_MAX = 8 << 10;
    private static final int GROUP_ID_OCTETS_MAX = 255;

    private final Submissions submissions;
    private final Conflicts conflicts;
    private final LeafRegistrations registrations;

    /// Submits there with what the directory says of the leaves that come along, and tells conflicts like this.
    public WriteEndpoints(Submissions submissions, Conflicts conflicts, LeafRegistrations registrations) {
        this.submissions = submissions;
        this.conflicts = conflicts;
        this.registrations = registrations;
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/v1/groups", BUNDLE_OCTETS_MAX, submissions.whereThereIsRoom(this::create))
                        .takingMls()
                        .costing(Cost.SIGNATURES)
                        .knowing("handshakes"),
                Endpoint.post(
                                "/v1/groups/{group}/commits",
                                BUNDLE_OCTETS_MAX,
                                submissions.whereThereIsRoom(this::commit))
                        .costing(Cost.SIGNATURES),
                Endpoint.post(
                                "/v1/groups/{group}/proposals",
                                MESSAGE_OCTETS_MAX,
                                submissions.whereThereIsRoom(this::propose))
                        .takingMls()
                        .costing(Cost.SIGNATURES),
                Endpoint.post(
                                "/v1/groups/{group}/messages",
                                MESSAGE_OCTETS_MAX,
                                submissions.whereThereIsRoom(this::message))
                        .takingMls(),
                Endpoint.post("/v1/groups/{group}/reports", REPORT_OCTETS_MAX, this::report),
                Endpoint.put("/v1/groups/{group}/policy", POLICY_OCTETS_MAX, this::changePolicy));
    }

    private Answer create(Call call) {
        var create = CreateGroup.newBuilder()
                .setLogId(Submissions.randomOctets())
                .setPayloadRoot(Submissions.randomOctets());
        if (call.isMls()) {
            create.setGroupInfo(call.mls("groupInfo")).setHandshakes(handshakes(call.query("handshakes")));
        } else {
            var body = call.json().expect("groupInfo", "handshakes", "policy");
            create.setGroupInfo(body.octets("groupInfo")).setHandshakes(handshakes(body.optionalText("handshakes")));
            body.optionalObject("policy").map(PolicyForm::read).ifPresent(create::setPolicy);
        }
        var groupId = groupId(create.getGroupInfo());
        var command = GroupCommand.newBuilder().setCreateGroup(create);
        registrations.attach(command, groupId);
        var verdict = submissions.submit(call, groupId, command).verdict();
        return answer(verdict, create.getGroupInfo(), 201, Receipts::group)
                .with("Location", "/v1/groups/" + Base64Url.encode(groupId));
    }

    private Answer commit(Call call) {
        var body = call.json().expect("commit", "welcome", "groupInfo", "partialGroupInfo");
        var commit = SubmitCommit.newBuilder()
                .setCommit(body.octets("commit"))
                .setWelcome(body.optionalOctets("welcome").orElse(ByteString.EMPTY));
        var partial = body.optionalOctets("partialGroupInfo");
        var whole = partial.isPresent() ? body.optionalOctets("groupInfo") : Optional.of(body.octets("groupInfo"));
        if (partial.isPresent() && whole.isPresent()) {
            throw Body.malformed("Send groupInfo or partialGroupInfo, not both");
        }
        partial.ifPresent(commit::setPartialGroupInfo);
        whole.ifPresent(commit::setGroupInfo);
        var command = GroupCommand.newBuilder().setSubmitCommit(commit);
        return answer(submit(call, command), commit.getCommit(), 201, Receipts::group);
    }

    private Answer propose(Call call) {
        var proposal = call.mls("proposal");
        var command = GroupCommand.newBuilder()
                .setSubmitProposal(SubmitProposal.newBuilder().setProposal(proposal));
        return answer(submit(call, command), proposal, 201, Receipts::proposal);
    }

    private Answer message(Call call) {
        var message = call.mls("message");
        var command = GroupCommand.newBuilder()
                .setSubmitMessage(SubmitMessage.newBuilder().setMessage(message));
        return answer(submit(call, command), message, 201, Receipts::group);
    }

    private Answer report(Call call) {
        var report = call.json().expect("report").octets("report");
        var command = GroupCommand.newBuilder()
                .setReportCommit(ReportCommit.newBuilder().setReport(report));
        return answer(
                submit(call, command), ByteString.EMPTY, 201, verdict -> withNext(Receipts.group(verdict), report));
    }

    /// Who could not apply a Commit has to come back by a way that doesn't need it.
    private static ObjectNode withNext(ObjectNode receipt, ByteString report) {
        if (CommitReport.parse(Octets.copyOf(report.toByteArray())).outcome() == CommitReport.Outcome.FAILED) {
            var path = "/v1/groups/" + receipt.path("groupId").asText();
            receipt.putObject("next")
                    .put("action", NextAction.RECOVER.word())
                    .put("group", path)
                    .put("externalJoin", path + "/external-join");
        }
        return receipt;
    }

    private Answer changePolicy(Call call) {
        GroupPolicy policy = PolicyForm.read(call.json());
        var command = GroupCommand.newBuilder()
                .setChangePolicy(ChangePolicy.newBuilder().setPolicy(policy));
        return answer(submit(call, command), ByteString.EMPTY, 200, Receipts::group);
    }

    private Verdict submit(Call call, GroupCommand.Builder command) {
        var groupId = call.octets("group");
        registrations.attach(command, groupId);
        return submissions.submit(call, groupId, command).verdict();
    }

    private Answer answer(Verdict verdict, ByteString submitted, int accepted, Function<Verdict, ObjectNode> receipt) {
        if (verdict.hasGroupReceipt()) {
            return Answer.json(accepted, receipt.apply(verdict));
        }
        throw new ProblemException(conflicts.problem(verdict, submitted));
    }

    private static Handshakes handshakes(Optional<String> word) {
        return switch (word.orElse("public")) {
            case "public" -> Handshakes.HANDSHAKES_PUBLIC;
            case "private" -> Handshakes.HANDSHAKES_PRIVATE;
            default -> throw ProblemException.of(ProblemType.BAD_PARAMETER, "handshakes is to be public or private");
        };
    }

    /// The group's id stands in the GroupInfo, and decides where the command goes.
    private static ByteString groupId(ByteString message) {
        try {
            if (MlsMessage.parse(message.toByteArray()) instanceof MlsMessage.OfGroupInfo parsed) {
                var groupId = parsed.groupInfo().groupContext().groupId();
                if (groupId.isEmpty() || groupId.size() > GROUP_ID_OCTETS_MAX) {
                    throw ProblemException.of(
                            ProblemType.INVALID_GROUP_INFO,
                            "A group id has 1 to " + GROUP_ID_OCTETS_MAX + " octets here");
                }
                return ByteString.copyFrom(groupId.toByteArray());
            }
        } catch (MalformedException e) {
            throw ProblemException.of(ProblemType.MALFORMED_MESSAGE, String.valueOf(e.getMessage()));
        }
        throw ProblemException.of(
                ProblemType.WRONG_WIRE_FORMAT, "A group is created with an MLSMessage(mls_group_info)");
    }
}
