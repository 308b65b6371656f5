package dev.epochal.projections.project;

import static dev.epochal.schema.sql.Tables.KEY_PACKAGE;

import com.google.protobuf.ByteString;
import dev.epochal.projections.read.CommitOutline;
import dev.epochal.schema.record.CommitReported;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.Member;
import dev.epochal.schema.record.ProposalAccepted;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/// The rows of one batch of group events: each table gets one statement with all its rows.
final class GroupRows {
    private static final int WELCOME_ID_BYTES = 16;
    private static final byte[] NOTHING = new byte[0];

    private final Rows created = new Rows();
    private final Rows states = new Rows();
    private final Rows touched = new Rows();
    private final Rows policies = new Rows();
    private final Rows successors = new Rows();
    private final Rows events = new Rows();
    private final Rows nodes = new Rows();
    private final Rows blankNodes = new Rows();
    private final Rows members = new Rows();
    private final Rows leftLeaves = new Rows();
    private final Rows endedStays = new Rows();
    private final Rows stays = new Rows();
    private final Rows endedEpochs = new Rows();
    private final Rows proposals = new Rows();
    private final Rows welcomes = new Rows();
    private final Rows welcomeBodies = new Rows();
    private final Rows reports = new Rows();
    private final List<Identity> recipients = new ArrayList<>();
    private final List<byte[]> hiddenRecipients = new ArrayList<>();

    GroupRows(Map<ByteString, GroupChange> changes) {
        changes.forEach((id, change) -> {
            byte[] groupId = id.toByteArray();
            addGroup(groupId, change);
            change.applied().forEach(entry -> addEvent(groupId, entry));
            change.nodes().forEach((index, node) -> addNode(groupId, index, node));
            change.members().forEach((leaf, member) -> addMember(groupId, leaf, member));
            change.stays().endedBefore().forEach(ended -> addEnd(groupId, ended));
            change.stays()
                    .begun()
                    .forEach(stay -> addStay(groupId, change.head().partition(), stay));
            if (change.epochEnded()) {
                endedEpochs.add((Object) groupId);
            }
            change.proposals().forEach(event -> addProposal(groupId, event));
            change.reports().forEach(event -> addReport(groupId, event));
            change.welcomes().forEach(welcome -> addWelcome(groupId, welcome));
        });
    }

    /// Sends all rows, and names the clients that a Welcome waits for.
    void send(DSLContext sql, Outcome outcome) {
        created.send(sql, GroupStatements.INSERT_GROUP);
        states.send(sql, GroupStatements.REPLACE_STATE);
        touched.send(sql, GroupStatements.MOVE_HEAD);
        policies.send(sql, GroupStatements.REPLACE_POLICY);
        successors.send(sql, GroupStatements.NAME_SUCCESSOR);
        events.send(sql, GroupStatements.INSERT_EVENT);
        nodes.send(sql, GroupStatements.PUT_NODE);
        blankNodes.send(sql, GroupStatements.DELETE_NODE);
        members.send(sql, GroupStatements.PUT_MEMBER);
        leftLeaves.send(sql, GroupStatements.DELETE_MEMBER);
        endedStays.send(sql, GroupStatements.END_STAY);
        stays.send(sql, GroupStatements.INSERT_STAY);
        endedEpochs.send(sql, GroupStatements.DELETE_PROPOSALS);
        proposals.send(sql, GroupStatements.INSERT_PROPOSAL);
        welcomeBodies.send(sql, GroupStatements.INSERT_WELCOME_BODY);
        welcomes.send(sql, GroupStatements.INSERT_WELCOME);
        reports.send(sql, GroupStatements.PUT_REPORT);
        recipients.forEach(outcome::clientChanged);
        hidden(sql).forEach(outcome::clientChanged);
    }

    private void addGroup(byte[] groupId, GroupChange change) {
        GroupHead head = change.head();
        Optional<GroupChange.NewestState> state = change.state();
        if (change.created().isPresent()) {
            created.add(GroupStatements.group(change, change.created().get()));
        } else if (state.isPresent()) {
            states.add(GroupStatements.state(groupId, change, state.get()));
        } else {
            touched.add(
                    head.seq(),
                    head.hash().toByteArray(),
                    change.newestHeader().getAcceptedAtMs(),
                    change.newest().offset(),
                    groupId);
        }
        if (change.created().isEmpty()) {
            change.policy().ifPresent(policy -> policies.add(policy.toByteArray(), groupId));
        }
        if (!change.successor().isEmpty()) {
            successors.add(change.successor().toByteArray(), groupId);
        }
    }

    private void addEvent(byte[] groupId, Entry<GroupEvent> entry) {
        GroupEvent event = entry.value();
        EventHeader header = event.getHeader();
        events.add(
                groupId,
                header.getSeq(),
                event.getBodyCase().getNumber(),
                header.getEpochBefore(),
                header.getEpochAfter(),
                header.getIdempotencyKey().toByteArray(),
                header.getBodyDigest().toByteArray(),
                header.getAcceptedAtMs(),
                header.getSubmittedBy().getUser(),
                header.getSubmittedBy().getClient(),
                header.getSubmissionId().toByteArray(),
                event.getProposalAccepted().getProposalRef().toByteArray(),
                header.getPreviousHead().toByteArray(),
                header.getLeafHash().toByteArray(),
                header.getCommand().getPartition(),
                header.getCommand().getOffset(),
                entry.octets().toByteArray(),
                entry.offset(),
                treeHash(event),
                outline(event));
    }

    private static byte[] treeHash(GroupEvent event) {
        return switch (event.getBodyCase()) {
            case GROUP_CREATED ->
                event.getGroupCreated().getAfter().getTreeHash().toByteArray();
            case COMMIT_ACCEPTED ->
                event.getCommitAccepted().getAfter().getTreeHash().toByteArray();
            case PROPOSAL_ACCEPTED, MESSAGE_ACCEPTED, POLICY_CHANGED, COMMIT_REPORTED, PAYLOADS_ERASED, BODY_NOT_SET ->
                NOTHING;
        };
    }

    private static byte[] outline(GroupEvent event) {
        return event.hasCommitAccepted()
                ? CommitOutline.of(event.getCommitAccepted()).toByteArray()
                : NOTHING;
    }

    private void addStay(byte[] groupId, int partition, Stays.Begun stay) {
        Stays.Place to = stay.to;
        stays.add(
                groupId,
                stay.member.getLeafIndex(),
                stay.from.seq(),
                stay.from.offset(),
                stay.from.epoch(),
                stay.welcomed,
                stay.member.getIdentity().getUser(),
                stay.member.getIdentity().getClient(),
                partition,
                to == null ? null : to.seq(),
                to == null ? null : to.offset(),
                to == null ? null : to.epoch());
    }

    private void addEnd(byte[] groupId, Stays.Ended ended) {
        endedStays.add(ended.to().seq(), ended.to().offset(), ended.to().epoch(), groupId, ended.leaf());
    }

    private void addNode(byte[] groupId, int index, ByteString node) {
        if (node.isEmpty()) {
            blankNodes.add(groupId, index);
        } else {
            nodes.add(groupId, index, node.toByteArray());
        }
    }

    private void addMember(byte[] groupId, int leaf, Optional<Member> member) {
        member.ifPresentOrElse(
                found -> members.add(
                        groupId,
                        leaf,
                        found.getIdentity().getUser(),
                        found.getIdentity().getClient(),
                        found.getSignatureKey().toByteArray()),
                () -> leftLeaves.add(groupId, leaf));
    }

    private void addProposal(byte[] groupId, GroupEvent event) {
        ProposalAccepted body = event.getProposalAccepted();
        proposals.add(
                groupId,
                event.getHeader().getSeq(),
                event.getHeader().getEpochAfter(),
                body.getProposalRef().toByteArray(),
                body.hasSenderLeaf() ? body.getSenderLeaf() : null,
                body.getProposal().toByteArray());
    }

    private void addReport(byte[] groupId, GroupEvent event) {
        CommitReported body = event.getCommitReported();
        reports.add(
                groupId,
                body.getEpoch(),
                body.getLeafIndex(),
                event.getHeader().getSeq(),
                body.getApplied(),
                body.getConfirmedTranscriptHash().toByteArray(),
                body.getAuthenticatorHash().toByteArray());
    }

    private void addWelcome(byte[] groupId, SplitWelcome welcome) {
        EventHeader header = welcome.header();
        welcomeBodies.add(
                groupId,
                header.getSeq(),
                welcome.cipherSuite(),
                welcome.encryptedGroupInfo().toByteArray());
        for (SplitWelcome.Part part : welcome.parts()) {
            byte[] ref = part.keyPackageRef().toByteArray();
            Identity identity = part.recipient();
            welcomes.add(
                    welcomeId(groupId, header.getSeq(), ref),
                    groupId,
                    header.getSeq(),
                    header.getEpochAfter(),
                    header.getAcceptedAtMs(),
                    ref,
                    identity.getUser(),
                    identity.getClient(),
                    part.groupSecrets().toByteArray());
            if (identity.getUser().isEmpty()) {
                hiddenRecipients.add(ref);
            } else {
                recipients.add(identity);
            }
        }
    }

    /// The first 16 octets of SHA-256 over group id, seq and KeyPackageRef: the same whoever projects it, and whenever.
    static byte[] welcomeId(byte[] groupId, long seq, byte[] keyPackageRef) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(groupId);
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seq));
            digest.update(keyPackageRef);
            return Arrays.copyOf(digest.digest(), WELCOME_ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java platform has SHA-256", e);
        }
    }

    private List<Identity> hidden(DSLContext sql) {
        if (hiddenRecipients.isEmpty()) {
            return List.of();
        }
        return sql.select(KEY_PACKAGE.USER_ID, KEY_PACKAGE.CLIENT_ID)
                .from(KEY_PACKAGE)
                .where(KEY_PACKAGE.REF.in(hiddenRecipients))
                .fetch(row -> Identity.newBuilder()
                        .setUser(row.value1())
                        .setClient(row.value2())
                        .build());
    }
}
