package dev.epochal.projections.project;

import static dev.epochal.schema.sql.Tables.KEY_PACKAGE;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.CommitAccepted;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.Member;
import dev.epochal.schema.record.ProposalAccepted;
import dev.epochal.schema.record.WelcomeRecipient;
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
    private final Rows endedEpochs = new Rows();
    private final Rows proposals = new Rows();
    private final Rows welcomes = new Rows();
    private final List<Identity> recipients = new ArrayList<>();
    private final List<byte[]> hiddenRecipients = new ArrayList<>();

    GroupRows(Map<ByteString, GroupChange> changes) {
        changes.forEach((id, change) -> {
            byte[] groupId = id.toByteArray();
            addGroup(groupId, change);
            change.applied().forEach(entry -> addEvent(groupId, entry));
            change.nodes().forEach((index, node) -> addNode(groupId, index, node));
            change.members().forEach((leaf, member) -> addMember(groupId, leaf, member));
            if (change.epochEnded()) {
                endedEpochs.add((Object) groupId);
            }
            change.proposals().forEach(event -> addProposal(groupId, event));
            change.welcomes().forEach(event -> addWelcomes(groupId, event));
        });
    }

    /// Sends all rows, and names the clients that a Welcome waits for.
    void send(DSLContext sql, Outcome outcome) {
        created.send(sql, GroupStatements.insertGroup(sql));
        states.send(sql, GroupStatements.replaceState(sql));
        touched.send(sql, GroupStatements.moveHead(sql));
        policies.send(sql, GroupStatements.replacePolicy(sql));
        successors.send(sql, GroupStatements.nameSuccessor(sql));
        events.send(sql, GroupStatements.insertEvent(sql));
        nodes.send(sql, GroupStatements.putNode(sql));
        blankNodes.send(sql, GroupStatements.deleteNode(sql));
        members.send(sql, GroupStatements.putMember(sql));
        leftLeaves.send(sql, GroupStatements.deleteMember(sql));
        endedEpochs.send(sql, GroupStatements.deleteProposals(sql));
        proposals.send(sql, GroupStatements.insertProposal(sql));
        welcomes.send(sql, GroupStatements.insertWelcome(sql));
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
            touched.add(head.seq(), head.hash().toByteArray(), change.newest().getAcceptedAtMs(), groupId);
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
                entry.octets().toByteArray());
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

    private void addWelcomes(byte[] groupId, GroupEvent event) {
        CommitAccepted body = event.getCommitAccepted();
        EventHeader header = event.getHeader();
        for (WelcomeRecipient recipient : body.getWelcomeRecipientsList()) {
            byte[] ref = recipient.getKeyPackageRef().toByteArray();
            Identity identity = recipient.getIdentity();
            welcomes.add(
                    welcomeId(groupId, header.getSeq(), ref),
                    groupId,
                    header.getSeq(),
                    header.getEpochAfter(),
                    header.getAcceptedAtMs(),
                    ref,
                    identity.getUser(),
                    identity.getClient(),
                    body.getWelcome().toByteArray());
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
