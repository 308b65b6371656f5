package dev.epochal.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.client.MemberReport;
import dev.epochal.client.Octets;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.processor.core.Arrival;
import dev.epochal.processor.core.Authenticity;
import dev.epochal.processor.core.Decision;
import dev.epochal.processor.core.GroupDecider;
import dev.epochal.processor.core.GroupEvolution;
import dev.epochal.processor.core.GroupState;
import dev.epochal.processor.core.Limits;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.history.CompactRange;
import dev.epochal.schema.history.MemberCheckpoint;
import dev.epochal.schema.history.PayloadKeyTree;
import dev.epochal.schema.history.SealedEvents;
import dev.epochal.schema.record.ChangePolicy;
import dev.epochal.schema.record.CreateGroup;
import dev.epochal.schema.record.ErasePayloads;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Handshakes;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.PayloadKeys;
import dev.epochal.schema.record.Position;
import dev.epochal.schema.record.RegisteredClient;
import dev.epochal.schema.record.ReportCommit;
import dev.epochal.schema.record.SeqRange;
import dev.epochal.schema.record.SubmitCommit;
import dev.epochal.schema.record.SubmitMessage;
import dev.epochal.schema.record.SubmitProposal;
import dev.epochal.testkit.CommitPlan;
import dev.epochal.testkit.KeyPackageSecrets;
import dev.epochal.testkit.MlsGroup;
import dev.epochal.testkit.MlsIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The history of a group that a real MLS client makes, as the processor decides it.
public final class TestHistory {
    private static final GroupDecider DECIDER =
            new GroupDecider(Authenticity.of(SignatureVerifier.fastest()), Limits.standard());

    private static final ByteString PAYLOAD_ROOT = filled(3);

    final List<GroupEvent> events = new ArrayList<>();
    private final ByteString groupId;
    private final int log;
    private final List<RegisteredClient> directory = new ArrayList<>();
    private final MlsGroup group;
    private Optional<GroupState> state = Optional.empty();
    private long time = System.currentTimeMillis();

    /// @param log a number that the log id is made of
    public TestHistory(String groupId, int log) {
        this.groupId = ByteString.copyFromUtf8(groupId);
        this.log = log;
        this.group = MlsGroup.create(registered("alice"), Octets.utf8(groupId));
        give(GroupCommand.newBuilder()
                .setCreateGroup(CreateGroup.newBuilder()
                        .setGroupInfo(octets(group.groupInfo()))
                        .setLogId(filled(log))
                        .setPayloadRoot(PAYLOAD_ROOT)
                        .setHandshakes(Handshakes.HANDSHAKES_PUBLIC)));
    }

    /// Commits tell from now on that so many events were seen.
    TestHistory seen(int size) {
        var range = CompactRange.EMPTY;
        for (var event : events.subList(0, size)) {
            range = range.with(event.getHeader().getLeafHash());
        }
        return seen(new MemberCheckpoint(size, range.root()));
    }

    TestHistory seen(MemberCheckpoint head) {
        group.authenticate(Octets.of(head.octets().toByteArray()));
        return this;
    }

    /// A story with an event of each kind: fourteen in all.
    static TestHistory told(String groupId, int log) {
        var history = new TestHistory(groupId, log);
        history.add("bob")
                .say("hello")
                .update()
                .policy(100)
                .report()
                .seen(3)
                .propose("carol")
                .update()
                .say("again");
        return history.seen(9).remove(1).say("once more").update().add("dave").say("the end");
    }

    static ByteString filled(int value) {
        var octets = new byte[32];
        octets[0] = (byte) value;
        return ByteString.copyFrom(octets);
    }

    ByteString groupId() {
        return groupId;
    }

    /// The events as they stand on the log, where payloads are sealed.
    public List<GroupEvent> sealed() {
        var keys = PayloadKeyTree.of(groupId, PAYLOAD_ROOT);
        return events.stream().map(event -> SealedEvents.seal(event, keys)).toList();
    }

    /// The keys of payloads that the erasures have left.
    public PayloadKeys keysLeft() {
        return state.orElseThrow().payloadKeys();
    }

    public TestHistory add(String user) {
        return commit(CommitPlan.add(List.of(keyPackage(user))));
    }

    TestHistory remove(int leaf) {
        return commit(CommitPlan.remove(List.of(leaf)));
    }

    TestHistory update() {
        return commit(CommitPlan.update());
    }

    TestHistory propose(String user) {
        return give(GroupCommand.newBuilder()
                .setSubmitProposal(
                        SubmitProposal.newBuilder().setProposal(octets(group.proposeAdd(keyPackage(user))))));
    }

    public TestHistory say(String text) {
        return give(GroupCommand.newBuilder()
                .setSubmitMessage(SubmitMessage.newBuilder().setMessage(octets(group.protect(Octets.utf8(text))))));
    }

    /// Its creator erases all payloads before an event; the export is from before that.
    public TestHistory erase(long before) {
        return give(GroupCommand.newBuilder()
                .setErasePayloads(ErasePayloads.newBuilder()
                        .addRanges(SeqRange.newBuilder().setBehind(before))));
    }

    /// As if the newest event, an erasure, was a retention's that keeps payloads so long.
    public TestHistory keptFor(long ms) {
        var erasure = events.removeLast().toBuilder();
        erasure.getPayloadsErasedBuilder().setByOperator(true).setKeptMs(ms);
        events.add(erasure.setHeader(CanonicalHeader.seal(erasure.getHeader(), erasure.build()))
                .build());
        return this;
    }

    TestHistory policy(int leavesMax) {
        return give(GroupCommand.newBuilder()
                .setChangePolicy(ChangePolicy.newBuilder()
                        .setPolicy(GroupPolicy.newBuilder().setLeavesMax(leavesMax))));
    }

    /// Its creator says that it is in the epoch.
    TestHistory report() {
        return give(GroupCommand.newBuilder()
                .setReportCommit(ReportCommit.newBuilder().setReport(octets(group.reportApplied()))));
    }

    /// Its creator says that it is in the epoch after another transcript.
    TestHistory reportAsIf(ByteString transcriptHash) {
        var report = MemberReport.applied(
                group.groupId(),
                group.epoch(),
                group.leafIndex(),
                Octets.of(transcriptHash.toByteArray()),
                group.epochAuthenticator());
        return give(GroupCommand.newBuilder()
                .setReportCommit(ReportCommit.newBuilder().setReport(octets(group.sign(report)))));
    }

    private Octets keyPackage(String user) {
        return KeyPackageSecrets.generate(registered(user)).message();
    }

    private MlsIdentity registered(String user) {
        var identity = MlsIdentity.generate(user, "phone");
        directory.add(RegisteredClient.newBuilder()
                .setIdentity(Identity.newBuilder().setUser(user).setClient("phone"))
                .addSignatureKeys(octets(identity.signatureKey()))
                .build());
        return identity;
    }

    private TestHistory commit(CommitPlan plan) {
        var staged = group.stage(plan);
        give(GroupCommand.newBuilder()
                .setSubmitCommit(SubmitCommit.newBuilder()
                        .setCommit(octets(staged.bundle().commit()))
                        .setWelcome(octets(staged.bundle().welcome()))
                        .setGroupInfo(octets(staged.bundle().groupInfo()))));
        group.merge(staged);
        return this;
    }

    private TestHistory give(GroupCommand.Builder command) {
        int number = events.size();
        var complete = command.setGroupId(groupId)
                .setSubmissionId(filled(number).substring(0, 16))
                .setSubmittedBy(Identity.newBuilder().setUser("alice").setClient("phone"))
                .setIdempotencyKey(filled(number + 1))
                .setBodyDigest(filled(number + 1))
                .addAllRegisteredClients(directory)
                .setPayloadSalt(filled(100 + log))
                .build();
        var position = Position.newBuilder().setPartition(2).setOffset(10 + number);
        var decision = DECIDER.decide(state, complete, new Arrival(position.build(), time++, List.of()));
        assertThat(decision).as(decision.verdict().toString()).isInstanceOf(Decision.Accepted.class);
        var event = ((Decision.Accepted<GroupEvent>) decision).event();
        state = Optional.of(GroupEvolution.evolve(state, event));
        events.add(event);
        return this;
    }

    private static ByteString octets(Octets octets) {
        return ByteString.copyFrom(octets.toArray());
    }
}
