package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.schema.record.ChangePolicy;
import dev.epochal.schema.record.CreateGroup;
import dev.epochal.schema.record.ErasePayloads;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.GroupReceipt;
import dev.epochal.schema.record.Handshakes;
import dev.epochal.schema.record.Position;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.ReportCommit;
import dev.epochal.schema.record.SubmitCommit;
import dev.epochal.schema.record.SubmitMessage;
import dev.epochal.schema.record.SubmitProposal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.mls.codec.Proposal;

/// One group and its log, as far as a test has told it. `given` accepts, `when` only decides.
final class Scene {
    static final String GROUP = "a group with an id";
    static final int PARTITION = 3;

    static final SignatureVerifier SIGNATURES = SignatureVerifier.fastest();
    private static final ByteString LOG_ID = filled(7);

    Optional<GroupState> state = Optional.empty();
    final List<GroupEvent> events = new ArrayList<>();
    List<EarlierEvent> earlier = List.of();
    Limits limits = Limits.standard();
    final Registry registry = new Registry();
    Authenticity authenticity = Authenticity.of(SIGNATURES);
    long now = LiveClient.NOW_MS;
    private long offset = 100;

    static ByteString filled(int value) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) value);
        return ByteString.copyFrom(bytes);
    }

    static ByteString groupId() {
        return ByteString.copyFromUtf8(GROUP);
    }

    /// A group of one.
    static Scene createdBy(LiveClient creator) {
        return createdBy(creator, GroupPolicy.getDefaultInstance());
    }

    static Scene createdBy(LiveClient creator, GroupPolicy policy) {
        Scene scene = new Scene();
        scene.given(creator, creation(creator, Handshakes.HANDSHAKES_PUBLIC).setPolicy(policy));
        return scene;
    }

    static CreateGroup.Builder creation(LiveClient creator, Handshakes handshakes) {
        creator.create(GROUP);
        return CreateGroup.newBuilder()
                .setGroupInfo(creator.groupInfo(true))
                .setLogId(LOG_ID)
                .setPayloadRoot(filled(6))
                .setHandshakes(handshakes);
    }

    /// A group of these, in the order of their leaves.
    static Scene of(LiveClient creator, LiveClient... others) {
        Scene scene = createdBy(creator);
        scene.givenAdded(creator, others);
        return scene;
    }

    /// The first adds the others, who join.
    GroupEvent givenAdded(LiveClient adder, LiveClient... others) {
        List<Proposal> adds = new ArrayList<>();
        for (LiveClient other : others) {
            adds.add(LiveClient.add(other));
        }
        LiveClient.Staged staged = adder.stage(adds, false);
        GroupEvent event = given(adder, staged.submission());
        adder.merge(staged);
        for (LiveClient other : others) {
            other.join(staged.submission().getWelcome());
        }
        return event;
    }

    GroupCommand command(LiveClient caller, CreateGroup.Builder body) {
        return complete(caller, GroupCommand.newBuilder().setCreateGroup(body));
    }

    GroupCommand command(LiveClient caller, SubmitCommit body) {
        return complete(caller, GroupCommand.newBuilder().setSubmitCommit(body));
    }

    GroupCommand command(LiveClient caller, GroupPolicy policy) {
        return complete(
                caller,
                GroupCommand.newBuilder()
                        .setChangePolicy(ChangePolicy.newBuilder().setPolicy(policy)));
    }

    GroupCommand proposal(LiveClient caller, ByteString proposal) {
        return complete(
                caller,
                GroupCommand.newBuilder()
                        .setSubmitProposal(SubmitProposal.newBuilder().setProposal(proposal)));
    }

    GroupCommand message(LiveClient caller, ByteString message) {
        return complete(
                caller,
                GroupCommand.newBuilder()
                        .setSubmitMessage(SubmitMessage.newBuilder().setMessage(message)));
    }

    GroupCommand report(LiveClient caller, ByteString report) {
        return complete(
                caller,
                GroupCommand.newBuilder()
                        .setReportCommit(ReportCommit.newBuilder().setReport(report)));
    }

    GroupCommand erasure(LiveClient caller, ErasePayloads.Builder body) {
        return complete(caller, GroupCommand.newBuilder().setErasePayloads(body));
    }

    private GroupCommand complete(LiveClient caller, GroupCommand.Builder command) {
        ByteString digest = digest(command);
        return command.setSubmissionId(digest.substring(0, 16))
                .setGroupId(groupId())
                .setSubmittedBy(caller.identity())
                .setVerdictPartition(5)
                .setIdempotencyKey(digest)
                .setBodyDigest(digest)
                .setPayloadSalt(filled(9))
                .addAllRegisteredClients(registry.of(command))
                .build();
    }

    /// SHA-256 over the kind and the body; what it is in production doesn't matter here.
    private static ByteString digest(GroupCommand.Builder command) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(4)
                    .putInt(0, command.getBodyCase().getNumber())
                    .array());
            digest.update(command.build().toByteArray());
            return ByteString.copyFrom(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    Decision<GroupEvent> when(GroupCommand command) {
        offset++;
        Arrival arrival = new Arrival(
                Position.newBuilder().setPartition(PARTITION).setOffset(offset).build(), now, earlier);
        return new GroupDecider(authenticity, limits).decide(state, command, arrival);
    }

    GroupEvent given(GroupCommand command) {
        Decision<GroupEvent> decision = when(command);
        assertThat(decision).as(decision.verdict().toString()).isInstanceOf(Decision.Accepted.class);
        GroupEvent event = ((Decision.Accepted<GroupEvent>) decision).event();
        GroupState next = GroupEvolution.evolve(state, event);
        assertThat(GroupEvolution.judging(SIGNATURES).after(state, event).snapshot())
                .isEqualTo(next.snapshot());
        state = Optional.of(next);
        events.add(event);
        return event;
    }

    GroupEvent given(LiveClient caller, CreateGroup.Builder body) {
        return given(command(caller, body));
    }

    GroupEvent given(LiveClient caller, SubmitCommit body) {
        return given(command(caller, body));
    }

    GroupState state() {
        return state.orElseThrow();
    }

    /// Decides, and demands a refusal.
    Refusal refused(GroupCommand command) {
        Decision<GroupEvent> decision = when(command);
        assertThat(decision).as(decision.verdict().toString()).isInstanceOf(Decision.Refused.class);
        assertThat(decision.verdict().getSubmissionId()).isEqualTo(command.getSubmissionId());
        Refusal refusal = decision.verdict().getRefusal();
        assertThat(refusal.getDetail()).isNotBlank();
        if (!refusal.getCheckId().isEmpty()) {
            assertThat(CheckId.values())
                    .anyMatch(check -> check.id().equals(refusal.getCheckId())
                            && check.reference().equals(refusal.getRfc()));
        }
        return refusal;
    }

    /// Decides, and demands that it was accepted before.
    GroupReceipt repeated(GroupCommand command) {
        Decision<GroupEvent> decision = when(command);
        assertThat(decision).as(decision.verdict().toString()).isInstanceOf(Decision.Repeated.class);
        assertThat(decision.verdict().getSubmissionId()).isEqualTo(command.getSubmissionId());
        return decision.verdict().getGroupReceipt();
    }

    static GroupCommand withKey(GroupCommand command, int key) {
        return command.toBuilder().setIdempotencyKey(filled(key)).build();
    }
}
