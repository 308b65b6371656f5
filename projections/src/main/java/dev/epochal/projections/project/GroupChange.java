package dev.epochal.projections.project;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.CommitAccepted;
import dev.epochal.schema.record.CommitReported;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupCreated;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.GroupStateAfter;
import dev.epochal.schema.record.Member;
import dev.epochal.schema.record.TreeNodeChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the events of one batch change in one group: the newest value of each thing, whatever came in between.
final class GroupChange {
    private final GroupHead stored;
    private final List<Entry<GroupEvent>> applied = new ArrayList<>();
    private final Map<Integer, ByteString> nodes = new HashMap<>();
    private final Map<Integer, Optional<Member>> members = new HashMap<>();
    private final List<GroupEvent> proposals = new ArrayList<>();
    private final List<SplitWelcome> welcomes = new ArrayList<>();
    private final Map<Reporter, GroupEvent> reports = new HashMap<>();
    private final List<GroupEvent> erasures = new ArrayList<>();
    private final Stays stays = new Stays();
    private GroupHead head;
    private boolean epochEnded;
    private int suite;
    private ByteString successor = ByteString.EMPTY;
    private @Nullable GroupEvent created;
    private @Nullable GroupPolicy policy;
    private @Nullable NewestState state;

    GroupChange(GroupHead stored) {
        this.stored = stored;
        this.head = stored;
    }

    /// Who reported on which Commit: the one that led to the epoch.
    record Reporter(long epoch, int leafIndex) {}

    /// The group's public state after an event that replaced it, and the GroupInfo that came with the event.
    record NewestState(EventHeader header, GroupStateAfter after, ByteString groupInfo) {}

    /// @throws ContradictionException if the event can't be the next one; nothing is changed then
    void apply(int partition, Entry<GroupEvent> entry) {
        GroupEvent event = entry.value();
        GroupHead next = head.follow(partition, event);
        if (event.hasGroupCreated()) {
            suite = GroupStatements.cipherSuite(
                    event.getGroupCreated().getAfter().getGroupContext());
        }
        var welcome = SplitWelcome.of(event);
        head = next;
        applied.add(entry);
        welcome.ifPresent(welcomes::add);
        switch (event.getBodyCase()) {
            case GROUP_CREATED -> create(entry);
            case PROPOSAL_ACCEPTED -> proposals.add(event);
            case COMMIT_ACCEPTED -> endEpoch(entry);
            case POLICY_CHANGED -> policy = event.getPolicyChanged().getPolicy();
            case COMMIT_REPORTED -> {
                CommitReported body = event.getCommitReported();
                reports.put(new Reporter(body.getEpoch(), body.getLeafIndex()), event);
            }
            case PAYLOADS_ERASED -> erasures.add(event);
            case MESSAGE_ACCEPTED, BODY_NOT_SET -> {}
        }
    }

    private void create(Entry<GroupEvent> entry) {
        GroupEvent event = entry.value();
        GroupCreated body = event.getGroupCreated();
        created = event;
        policy = body.getPolicy();
        stays.apply(entry, body.getAfter());
        replaceState(new NewestState(event.getHeader(), body.getAfter(), body.getGroupInfo()));
    }

    private void endEpoch(Entry<GroupEvent> entry) {
        GroupEvent event = entry.value();
        CommitAccepted body = event.getCommitAccepted();
        epochEnded = true;
        proposals.clear();
        if (!body.getSuccessorGroupId().isEmpty()) {
            successor = body.getSuccessorGroupId();
        }
        stays.apply(entry, body.getAfter());
        replaceState(new NewestState(event.getHeader(), body.getAfter(), body.getGroupInfo()));
    }

    private void replaceState(NewestState newest) {
        state = newest;
        for (TreeNodeChange change : newest.after().getTreeDeltaList()) {
            nodes.put(change.getNodeIndex(), change.getNode());
        }
        // A leaf that a member left may belong to another one already, so the removed come first.
        newest.after().getRemovedList().forEach(member -> members.put(member.getLeafIndex(), Optional.empty()));
        newest.after().getUpdatedList().forEach(member -> members.put(member.getLeafIndex(), Optional.of(member)));
        newest.after().getAddedList().forEach(member -> members.put(member.getLeafIndex(), Optional.of(member)));
    }

    /// What the group was before the batch.
    GroupHead stored() {
        return stored;
    }

    GroupHead head() {
        return head;
    }

    /// The events that were applied, in order.
    List<Entry<GroupEvent>> applied() {
        return applied;
    }

    /// The event of this batch that has this seq, if there is one.
    Optional<Entry<GroupEvent>> appliedAt(long seq) {
        long index = seq - stored.seq() - 1;
        return index >= 0 && index < applied.size() ? Optional.of(applied.get((int) index)) : Optional.empty();
    }

    /// The newest bytes of each changed node; empty means blank.
    Map<Integer, ByteString> nodes() {
        return nodes;
    }

    /// The newest member of each changed leaf; empty means that nobody has it.
    Map<Integer, Optional<Member>> members() {
        return members;
    }

    /// The stays that the batch begins and ends.
    Stays stays() {
        return stays;
    }

    /// The Proposals since the last Commit of the batch.
    List<GroupEvent> proposals() {
        return proposals;
    }

    /// The Welcomes of the batch.
    List<SplitWelcome> welcomes() {
        return welcomes;
    }

    /// The erasures of the batch, in order.
    List<GroupEvent> erasures() {
        return erasures;
    }

    /// The newest report of each member on each Commit.
    Collection<GroupEvent> reports() {
        return reports.values();
    }

    /// Whether a Commit ended the epoch, and with it the Proposals of that epoch.
    boolean epochEnded() {
        return epochEnded;
    }

    Optional<GroupEvent> created() {
        return Optional.ofNullable(created);
    }

    /// The cipher suite of a group that was created in this batch.
    int cipherSuite() {
        return suite;
    }

    Optional<GroupPolicy> policy() {
        return Optional.ofNullable(policy);
    }

    Optional<NewestState> state() {
        return Optional.ofNullable(state);
    }

    /// What a ReInit named, whatever came after it; empty if there was none.
    ByteString successor() {
        return successor;
    }

    /// The newest event.
    Entry<GroupEvent> newest() {
        return applied.getLast();
    }

    /// The newest event's header.
    EventHeader newestHeader() {
        return newest().value().getHeader();
    }
}
