package dev.epochal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.epochal.client.CommitBundle;
import dev.epochal.client.EpochalProblemException;
import dev.epochal.client.Guarantee;
import dev.epochal.client.Handshakes;
import dev.epochal.client.MemberReport;
import dev.epochal.client.Octets;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.InvalidMessage;
import dev.epochal.schema.record.Permission;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.UnknownGroup;
import dev.epochal.testkit.MlsGroup;
import dev.epochal.testkit.MlsIdentity;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class WriteTest {
    private static final Octets MESSAGE = Octets.utf8("an MLS message");

    private final RunningApi server = new RunningApi();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void creates_a_group_under_the_id_in_its_group_info() {
        server.log.accepts(ScriptedLog.receipt(0, 0));
        var group = MlsGroup.create(MlsIdentity.generate("alice", "phone"), Samples.GROUP_ID);
        var receipt = server.client("alice").createGroup(group.groupInfo(), Handshakes.PRIVATE);
        assertThat(receipt.groupId()).isEqualTo(Samples.GROUP_ID);
        assertThat(receipt.guarantee()).isEqualTo(Guarantee.VERIFIED);
        assertThat(receipt.position().offset()).isEqualTo(40);
        var command = server.log.lastGroupCommand();
        assertThat(command.getGroupId()).isEqualTo(Samples.GROUP);
        assertThat(command.getCreateGroup().getHandshakes().getNumber()).isEqualTo(2);
        assertThat(command.getCreateGroup().getLogId().size()).isEqualTo(32);
        assertThat(command.getCreateGroup().hasPolicy()).isFalse();
        assertThat(server.log.lastRecord().key()).isEqualTo(Samples.GROUP);
    }

    @Test
    void takes_a_group_info_as_it_is() {
        server.log.accepts(ScriptedLog.receipt(0, 0));
        var group = MlsGroup.create(MlsIdentity.generate("alice", "phone"), Samples.GROUP_ID);
        var reply = server.send(server.request("/v1/groups?handshakes=private")
                .header("Content-Type", "message/mls")
                .POST(HttpRequest.BodyPublishers.ofByteArray(group.groupInfo().toArray())));
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.header("Location")).isEqualTo(Samples.PATH);
        assertThat(server.log.lastGroupCommand().getCreateGroup().getHandshakesValue())
                .isEqualTo(2);
    }

    @Test
    void refuses_to_create_a_group_from_anything_else() {
        var reply = server.post("/v1/groups", "{\"groupInfo\":\"AAEABA\"}");
        assertThat(reply.problem()).isEqualTo("malformed-message");
        assertThat(server.log.count()).isZero();
    }

    @Test
    void sends_a_commit_with_all_that_the_decider_needs() {
        server.log.accepts(ScriptedLog.receipt(3, 2));
        var bundle = new CommitBundle(Octets.utf8("commit"), Octets.utf8("welcome"), Octets.utf8("info"));
        var receipt =
                server.client("alice").submitCommit(Samples.GROUP_ID, bundle).orThrow();
        assertThat(receipt.seq()).isEqualTo(3);
        var command = server.log.lastGroupCommand();
        assertThat(receipt.submission().toString()).isEqualTo(uuid(command.getSubmissionId()));
        assertThat(command.getSubmittedBy()).isEqualTo(Samples.ALICE);
        assertThat(command.getVerdictPartition()).isEqualTo(5);
        assertThat(command.getSubmissionId().size()).isEqualTo(16);
        assertThat(command.getPayloadSalt().size()).isEqualTo(32);
        assertThat(command.getIdempotencyKey().size()).isEqualTo(32);
        assertThat(command.getBodyDigest().size()).isEqualTo(32);
        assertThat(command.getIdempotencyKey()).isNotEqualTo(command.getBodyDigest());
        assertThat(command.getSubmitCommit().getWelcome()).isEqualTo(ByteString.copyFromUtf8("welcome"));
        assertThat(server.log.lastRecord().topic()).isEqualTo(Topic.GROUP_COMMANDS);
    }

    @Test
    void a_commit_brings_a_group_info_or_a_part_of_it() {
        server.log.accepts(ScriptedLog.receipt(3, 2));
        var whole = new CommitBundle(Octets.utf8("commit"), Octets.utf8("welcome"), Octets.utf8("info"));
        server.client("alice")
                .submitCommit(Samples.GROUP_ID, whole.withPartialGroupInfo(Octets.utf8("part")))
                .orThrow();
        var command = server.log.lastGroupCommand().getSubmitCommit();
        assertThat(command.getPartialGroupInfo()).isEqualTo(ByteString.copyFromUtf8("part"));
        assertThat(command.getGroupInfo()).isEqualTo(ByteString.EMPTY);
        for (var rest : List.of("", ",\"groupInfo\":\"AAEC\",\"partialGroupInfo\":\"AAEC\"")) {
            var reply = server.post(Samples.PATH + "/commits", "{\"commit\":\"AAEC\"" + rest + "}");
            assertThat(reply.problem()).isEqualTo("malformed-json");
        }
        assertThat(server.log.count()).isOne();
    }

    @Test
    void sends_a_report_and_tells_who_failed_what_to_do() {
        server.log.accepts(ScriptedLog.receipt(5, 2));
        var report = MemberReport.failed(Samples.GROUP_ID, 2, 1, Octets.utf8("a hash"))
                .signed(Octets.utf8("a signature"));
        var receipt = server.client("alice").report(Samples.GROUP_ID, report);
        assertThat(receipt.receipt().seq()).isEqualTo(5);
        assertThat(receipt.next().action()).isEqualTo("recover");
        assertThat(receipt.next().hints()).containsKey("externalJoin");
        assertThat(server.log.lastGroupCommand().getReportCommit().getReport().toByteArray())
                .isEqualTo(report.toArray());
    }

    @Test
    void takes_the_hash_of_the_body_for_the_key_when_none_was_sent() {
        server.log.accepts(ScriptedLog.receipt(3, 2));
        server.post(Samples.PATH + "/messages", "{\"message\":\"AAEC\"}");
        var command = server.log.lastGroupCommand();
        assertThat(command.getIdempotencyKey()).isEqualTo(command.getBodyDigest());
        server.send(server.request(Samples.PATH + "/messages")
                .header("Content-Type", "message/mls")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {0, 1, 2})));
        assertThat(server.log.lastGroupCommand().getBodyDigest()).isEqualTo(command.getBodyDigest());
        assertThat(server.log.lastGroupCommand().getSubmissionId()).isNotEqualTo(command.getSubmissionId());
        server.post(Samples.PATH + "/proposals", "{\"proposal\":\"AAEC\"}");
        assertThat(server.log.lastGroupCommand().getBodyDigest()).isNotEqualTo(command.getBodyDigest());
    }

    @Test
    void an_idempotency_key_counts_for_one_client_only() {
        server.log.accepts(ScriptedLog.receipt(3, 2));
        server.client("alice").submitMessage(Samples.GROUP_ID, MESSAGE).orThrow();
        var ofAlice = server.log.lastGroupCommand();
        server.client("bob").submitMessage(Samples.GROUP_ID, MESSAGE).orThrow();
        var ofBob = server.log.lastGroupCommand();
        assertThat(ofBob.getBodyDigest()).isEqualTo(ofAlice.getBodyDigest());
        assertThat(ofBob.getIdempotencyKey()).isNotEqualTo(ofAlice.getIdempotencyKey());
    }

    @Test
    void tells_the_reference_of_a_proposal() {
        server.log.accepts(ScriptedLog.receipt(3, 2).toBuilder()
                .setProposalRef(ByteString.copyFromUtf8("ref"))
                .build());
        var receipt =
                server.client("alice").submitProposal(Samples.GROUP_ID, MESSAGE).orThrow();
        assertThat(receipt.proposalRef()).isEqualTo(Octets.utf8("ref"));
        server.log.accepts(ScriptedLog.receipt(4, 2));
        assertThat(server.client("alice")
                        .submitProposal(Samples.GROUP_ID, Octets.utf8("sealed"))
                        .orThrow()
                        .proposalRef())
                .isEqualTo(Octets.empty());
    }

    @Test
    void changes_the_policy() {
        server.log.accepts(ScriptedLog.receipt(3, 2));
        var reply = server.send(server.request(Samples.PATH + "/policy")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"add\":\"administrators\",\"externalJoin\":\"anybody\","
                        + "\"administrators\":[{\"user\":\"alice\",\"client\":\"phone\"}],\"leavesMax\":50}")));
        assertThat(reply.status()).isEqualTo(200);
        var policy = server.log.lastGroupCommand().getChangePolicy().getPolicy();
        assertThat(policy.getAdd()).isEqualTo(Permission.PERMISSION_ADMINISTRATORS);
        assertThat(policy.getExternalJoin()).isEqualTo(Permission.PERMISSION_ANYBODY);
        assertThat(policy.getSend()).isEqualTo(Permission.PERMISSION_UNSPECIFIED);
        assertThat(policy.getAdministrators(0)).isEqualTo(Samples.ALICE);
        assertThat(policy.getLeavesMax()).isEqualTo(50);
    }

    @Test
    void each_refusal_is_a_problem_of_its_own() {
        for (var field : Refusal.getDescriptor().getOneofs().getFirst().getFields()) {
            var refusal = Refusal.newBuilder();
            refusal.setField(field, refusal.newBuilderForField(field).build()).setDetail("because");
            server.log.refuses(refusal.build());
            var reply = server.post(Samples.PATH + "/messages", "{\"message\":\"AAEC\"}");
            var name = field.getName().equals("policy_refusal")
                    ? "policy"
                    : field.getName().replace('_', '-');
            assertThat(reply.problem()).isEqualTo(name);
            assertThat(reply.status()).isEqualTo(reply.json().path("status").asInt());
            assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(reply.header("X-Correlation-Id"))
                    .isEqualTo(reply.json().path("correlationId").asText());
            assertThat(reply.json().path("next").path("action").asText()).isNotEmpty();
        }
    }

    @Test
    void a_refusal_by_a_check_of_the_table_names_its_id_and_its_section() throws IOException {
        var rows = Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\| ([^|]+) \\|")
                .matcher(Files.readString(Path.of("../docs/validation.md")))
                .results()
                .toList();
        assertThat(rows).hasSizeGreaterThan(90);
        for (var row : rows) {
            server.log.refuses(Refusal.newBuilder()
                    .setInvalidMessage(InvalidMessage.getDefaultInstance())
                    .setCheckId(row.group(1))
                    .setRfc(row.group(2))
                    .build());
            var problem = server.post(Samples.PATH + "/messages", "{\"message\":\"AAEC\"}")
                    .json();
            assertThat(problem.path("check").asText()).isEqualTo(row.group(1));
            assertThat(problem.path("rfc").asText()).isEqualTo(row.group(2));
        }
    }

    @Test
    void each_receipt_of_an_ordered_group_names_the_lower_guarantee() {
        server.log.accepts(
                ScriptedLog.receipt(3, 2).toBuilder().setVerified(false).build());
        var group = MlsGroup.create(MlsIdentity.generate("alice", "phone"), Samples.GROUP_ID);
        var alice = server.client("alice");
        var bundle = new CommitBundle(Octets.utf8("commit"), Octets.utf8("welcome"), Octets.utf8("info"));
        assertThat(alice.createGroup(group.groupInfo(), Handshakes.PRIVATE).guarantee())
                .isEqualTo(Guarantee.ORDERED);
        assertThat(alice.submitCommit(Samples.GROUP_ID, bundle).orThrow().guarantee())
                .isEqualTo(Guarantee.ORDERED);
        for (var body : List.of("messages", "proposals")) {
            var kind = body.substring(0, body.length() - 1);
            var reply = server.post(Samples.PATH + "/" + body, "{\"" + kind + "\":\"AAEC\"}");
            assertThat(reply.json().path("guarantee").asText()).isEqualTo("ordered");
        }
        var policy = server.send(server.request(Samples.PATH + "/policy")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(policy.json().path("guarantee").asText()).isEqualTo("ordered");
    }

    @Test
    void a_submission_without_a_verdict_is_unknown_and_not_failed() {
        server.log.staysSilent();
        var reply = server.post(Samples.PATH + "/messages", "{\"message\":\"AAEC\"}");
        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.problem()).isEqualTo("outcome-unknown");
        var id = uuid(server.log.lastGroupCommand().getSubmissionId());
        assertThat(reply.header("Location")).isEqualTo("/v1/submissions/" + id);
        assertThat(server.get(reply.header("Location")).problem()).isEqualTo("unknown-submission");
    }

    @Test
    void a_log_that_takes_nothing_makes_the_server_unavailable() {
        server.log.isDown();
        var reply = server.post(Samples.PATH + "/messages", "{\"message\":\"AAEC\"}");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.problem()).isEqualTo("unavailable");
        assertThat(reply.header("Retry-After")).isEqualTo("1");
    }

    @Test
    void the_client_sees_a_refusal_as_an_exception() {
        server.log.refuses(Refusal.newBuilder()
                .setUnknownGroup(UnknownGroup.getDefaultInstance())
                .build());
        assertThatThrownBy(() -> server.client("alice").submitMessage(Samples.GROUP_ID, MESSAGE))
                .isInstanceOfSatisfying(
                        EpochalProblemException.class,
                        e -> assertThat(e.problem().is("unknown-group")).isTrue());
    }

    private static String uuid(ByteString octets) {
        var buffer = octets.asReadOnlyByteBuffer();
        return new UUID(buffer.getLong(), buffer.getLong()).toString();
    }
}
