package dev.epochal.projections.project;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.record.CommitAccepted;
import dev.epochal.schema.record.CommitReported;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupCreated;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.GroupStateAfter;
import dev.epochal.schema.record.Handshakes;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.Member;
import dev.epochal.schema.record.MessageAccepted;
import dev.epochal.schema.record.PayloadsErased;
import dev.epochal.schema.record.PolicyChanged;
import dev.epochal.schema.record.Position;
import dev.epochal.schema.record.ProposalAccepted;
import dev.epochal.schema.record.SeqRange;
import dev.epochal.schema.record.TreeNodeChange;
import dev.epochal.schema.record.WelcomeRecipient;

/// Tells the events of one group, each sealed and linked to the one before, as a processor would write them.
public final class History {
    public static final Identity ALICE = identity("alice", "phone");
    public static final Identity BOB = identity("bob", "laptop");
    private static final ByteString GROUP_CONTEXT = ByteString.copyFrom(new byte[] {0, 1, 0, 3, 9});

    private final ByteString groupId;
    private final int partition;
    private long seq;
    private long clock = 1_000;
    private long epoch;
    private ByteString head = CanonicalHeader.BEGINNING;

    public History(String groupId, int partition) {
        this.groupId = ByteString.copyFromUtf8(groupId);
        this.partition = partition;
    }

    public static Identity identity(String user, String client) {
        return Identity.newBuilder().setUser(user).setClient(client).build();
    }

    public static ByteString octets(String text) {
        return ByteString.copyFromUtf8(text);
    }

    public static ByteString octets32(String text) {
        byte[] octets = new byte[32];
        byte[] from = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        System.arraycopy(from, 0, octets, 0, Math.min(from.length, 32));
        return ByteString.copyFrom(octets);
    }

    public ByteString groupId() {
        return groupId;
    }

    public ByteString head() {
        return head;
    }

    /// From now on the log's clock stands there, in milliseconds since 1970, less the seq of the event.
    History at(long ms) {
        clock = ms;
        return this;
    }

    public GroupEvent created(Identity creator) {
        var after = stateAfter()
                .addTreeDelta(node(0, "leaf of " + creator.getUser()))
                .setTreeSize(1)
                .addAdded(member(0, creator));
        return next(GroupEvent.newBuilder()
                .setGroupCreated(GroupCreated.newBuilder()
                        .setGroupInfo(octets("GroupInfo 0"))
                        .setHandshakes(Handshakes.HANDSHAKES_PUBLIC)
                        .setAfter(after)
                        .setPolicy(GroupPolicy.newBuilder().setLeavesMax(7))));
    }

    public GroupEvent proposed(String ref) {
        return next(GroupEvent.newBuilder()
                .setProposalAccepted(ProposalAccepted.newBuilder()
                        .setProposal(octets("Proposal " + ref))
                        .setProposalRef(octets(ref))
                        .setSenderLeaf(0)));
    }

    public GroupEvent said(String text) {
        return next(GroupEvent.newBuilder()
                .setMessageAccepted(MessageAccepted.newBuilder().setMessage(octets(text))));
    }

    /// The payloads from one event to the one before another are erased.
    public GroupEvent erased(long first, long behind) {
        return next(GroupEvent.newBuilder()
                .setPayloadsErased(PayloadsErased.newBuilder()
                        .addRanges(SeqRange.newBuilder().setFirst(first).setBehind(behind))));
    }

    public GroupEvent policyChanged(int leavesMax) {
        return next(GroupEvent.newBuilder()
                .setPolicyChanged(PolicyChanged.newBuilder()
                        .setPolicy(GroupPolicy.newBuilder().setLeavesMax(leavesMax))));
    }

    /// A member's word on the Commit that led to an epoch.
    public GroupEvent reported(int leaf, long reported, boolean applied) {
        return next(GroupEvent.newBuilder()
                .setCommitReported(CommitReported.newBuilder()
                        .setReport(octets("report of " + leaf + " at " + seq))
                        .setLeafIndex(leaf)
                        .setEpoch(reported)
                        .setApplied(applied)
                        .setConfirmedTranscriptHash(octets32("transcript"))
                        .setAuthenticatorHash(applied ? octets32("secret of " + reported) : ByteString.EMPTY)));
    }

    /// A Commit that adds a client at a leaf, with a Welcome for it.
    public GroupEvent added(Identity added, int leaf, boolean hidden) {
        var after = stateAfter()
                .addTreeDelta(node(2 * leaf, "leaf of " + added.getUser()))
                .addTreeDelta(node(2 * leaf - 1, "parent"))
                .setTreeSize(2 * leaf + 1)
                .addAdded(member(leaf, added))
                .addUpdated(member(0, ALICE));
        var recipient = WelcomeRecipient.newBuilder().setKeyPackageRef(octets("ref of " + added.getUser()));
        if (!hidden) {
            recipient.setIdentity(added);
        }
        return next(GroupEvent.newBuilder()
                .setCommitAccepted(commit(after).setWelcome(welcome(added)).addWelcomeRecipients(recipient)));
    }

    /// MLSMessage(mls_welcome) for one client.
    public static ByteString welcome(Identity... added) {
        var message = new Writer().u16(1).u16(3).u16(3).vector(list -> {
            for (Identity each : added) {
                list.opaque(Octets.ofText("ref of " + each.getUser()))
                        .opaque(Octets.ofText("kem output for " + each.getUser()))
                        .opaque(Octets.ofText("secrets of " + each.getUser()));
            }
        });
        return ByteString.copyFrom(
                message.opaque(Octets.ofText("encrypted GroupInfo")).toOctets().toByteArray());
    }

    /// A Commit that adds several clients from this leaf on, with one Welcome for all of them.
    public GroupEvent addedTogether(boolean hidden, int firstLeaf, Identity... added) {
        var after = stateAfter().setTreeSize(2 * (firstLeaf + added.length) - 1);
        var commit = commit(after).setWelcome(welcome(added));
        for (int i = 0; i < added.length; i++) {
            after.addAdded(member(firstLeaf + i, added[i]));
            var recipient = WelcomeRecipient.newBuilder().setKeyPackageRef(octets("ref of " + added[i].getUser()));
            commit.addWelcomeRecipients(hidden ? recipient : recipient.setIdentity(added[i]));
        }
        return next(GroupEvent.newBuilder().setCommitAccepted(commit.setAfter(after)));
    }

    /// A Commit that removes a member's leaf.
    public GroupEvent removed(Identity removed, int leaf) {
        var after = stateAfter()
                .addTreeDelta(node(2 * leaf, ""))
                .addTreeDelta(node(2 * leaf - 1, ""))
                .setTreeSize(1)
                .addRemoved(member(leaf, removed));
        return next(GroupEvent.newBuilder().setCommitAccepted(commit(after)));
    }

    /// An external Commit by which a member replaces its leaf.
    public GroupEvent rejoined(Identity member, int leaf) {
        var after = stateAfter()
                .addTreeDelta(node(2 * leaf, "new leaf of " + member.getUser()))
                .setTreeSize(2 * leaf + 1)
                .addRemoved(member(leaf, member))
                .addAdded(member(leaf, member));
        return next(GroupEvent.newBuilder()
                .setCommitAccepted(commit(after).setExternal(true).setCommitterLeaf(leaf)));
    }

    /// A Commit that closes the group by a ReInit.
    public GroupEvent reinitialised(String successor) {
        return next(GroupEvent.newBuilder()
                .setCommitAccepted(commit(stateAfter().setTreeSize(1)).setSuccessorGroupId(octets(successor))));
    }

    private CommitAccepted.Builder commit(GroupStateAfter.Builder after) {
        return CommitAccepted.newBuilder()
                .setCommit(octets("Commit " + seq))
                .setGroupInfo(octets("GroupInfo " + (epoch + 1)))
                .setCommitterLeaf(0)
                .setAfter(after);
    }

    private GroupStateAfter.Builder stateAfter() {
        return GroupStateAfter.newBuilder()
                .setGroupContext(GROUP_CONTEXT)
                .setTreeHash(octets32("tree " + seq))
                .setConfirmedTranscriptHash(octets32("transcript " + seq))
                .setConfirmationTag(octets32("tag " + seq));
    }

    private static TreeNodeChange node(int index, String bytes) {
        return TreeNodeChange.newBuilder()
                .setNodeIndex(index)
                .setNode(octets(bytes))
                .build();
    }

    private Member member(int leaf, Identity identity) {
        return Member.newBuilder()
                .setLeafIndex(leaf)
                .setIdentity(identity)
                .setSignatureKey(octets("key of " + identity.getUser() + " at " + seq))
                .build();
    }

    private GroupEvent next(GroupEvent.Builder body) {
        EventHeader header = EventHeader.newBuilder()
                .setGroupId(groupId)
                .setLogId(octets32("log"))
                .setSeq(seq)
                .setEpochBefore(epoch)
                .setEpochAfter(body.hasCommitAccepted() ? epoch + 1 : epoch)
                .setAcceptedAtMs(clock + seq)
                .setSubmittedBy(ALICE)
                .setSubmissionId(ByteString.copyFrom(new byte[16]))
                .setCommand(Position.newBuilder().setPartition(partition).setOffset(100 + seq))
                .setIdempotencyKey(octets32("key " + seq))
                .setBodyDigest(octets32("digest " + seq))
                .setPayloadSalt(octets32("salt"))
                .setPreviousHead(head)
                .build();
        GroupEvent event =
                body.setHeader(CanonicalHeader.seal(header, body.build())).build();
        seq++;
        epoch = event.getHeader().getEpochAfter();
        head = event.getHeader().getLeafHash();
        return event;
    }
}
