package dev.epochal.simulation.rows;

import com.google.protobuf.ByteString;
import dev.epochal.projections.read.GroupReads;
import dev.epochal.projections.read.StateReads;
import dev.epochal.schema.history.Erasures;
import dev.epochal.schema.history.SealedEvents;
import dev.epochal.schema.record.CommitAccepted;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.GroupStateAfter;
import dev.epochal.schema.record.PayloadKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the read model holds of one group: a fold of its events that takes each value from the events alone and knows
/// nothing of MLS.
public final class GroupRows {
    private final List<GroupEvent> events = new ArrayList<>();
    private final Map<Integer, ByteString> nodes = new TreeMap<>();
    private final List<GroupReads.PendingProposal> pending = new ArrayList<>();
    private final List<Welcomed> welcomes = new ArrayList<>();
    private GroupPolicy policy = GroupPolicy.getDefaultInstance();
    private GroupStateAfter after = GroupStateAfter.getDefaultInstance();
    private int handshakes;
    private ByteString successor = ByteString.EMPTY;
    private PayloadKeys keys = PayloadKeys.getDefaultInstance();
    private boolean halted;

    /// A Welcome that waits for a client.
    ///
    /// @param seq the event that it came with
    public record Welcomed(long seq, ByteString keyPackageRef, ByteString welcome) {}

    /// The partition that its events are on.
    int partition() {
        return events.getFirst().getHeader().getCommand().getPartition();
    }

    List<GroupEvent> events() {
        return events;
    }

    List<ByteString> pending() {
        return pending.stream().map(GroupReads.PendingProposal::proposal).toList();
    }

    List<Welcomed> welcomes() {
        return welcomes;
    }

    boolean isHalted() {
        return halted;
    }

    /// Takes the keys of its payloads, unless it has some: from then on they follow from its erasures.
    void know(PayloadKeys found) {
        keys = keys.getNodesCount() == 0 ? found : keys;
    }

    /// Takes an event as it stands on the log. The first of each seq counts; one that doesn't follow stops the group.
    ///
    /// @param erases whether an erasure takes payloads away
    void apply(GroupEvent sealed, boolean erases) {
        var event = KeyRing.opened(sealed, keys);
        if (halted || isRepeated(event)) {
            return;
        }
        if (!follows(event)) {
            halted = true;
            return;
        }
        events.add(event);
        switch (event.getBodyCase()) {
            case GROUP_CREATED -> {
                policy = event.getGroupCreated().getPolicy();
                handshakes = event.getGroupCreated().getHandshakesValue();
                replace(event.getGroupCreated().getAfter());
            }
            case COMMIT_ACCEPTED -> endEpoch(event.getHeader().getSeq(), event.getCommitAccepted());
            case PROPOSAL_ACCEPTED ->
                pending.add(new GroupReads.PendingProposal(
                        event.getHeader().getSeq(),
                        event.getHeader().getEpochAfter(),
                        event.getProposalAccepted().getProposalRef(),
                        event.getProposalAccepted().getProposal()));
            case POLICY_CHANGED -> policy = event.getPolicyChanged().getPolicy();
            case PAYLOADS_ERASED -> {
                if (erases) {
                    erase(event);
                }
            }
            case MESSAGE_ACCEPTED, COMMIT_REPORTED, BODY_NOT_SET -> {}
        }
    }

    private void erase(GroupEvent erasure) {
        var ranges = erasure.getPayloadsErased().getRangesList();
        keys = Erasures.without(keys, ranges, erasure.getHeader().getSeq());
        events.replaceAll(
                event -> Erasures.cover(ranges, event.getHeader().getSeq()) ? SealedEvents.erased(event) : event);
    }

    private boolean isRepeated(GroupEvent event) {
        long seq = event.getHeader().getSeq();
        return seq < events.size() && events.get((int) seq).equals(event);
    }

    private boolean follows(GroupEvent event) {
        var header = event.getHeader();
        boolean linked =
                events.isEmpty() || events.getLast().getHeader().getLeafHash().equals(header.getPreviousHead());
        return header.getSeq() == events.size() && linked && event.hasGroupCreated() == events.isEmpty();
    }

    private void endEpoch(long seq, CommitAccepted body) {
        pending.clear();
        body.getWelcomeRecipientsList()
                .forEach(to -> welcomes.add(new Welcomed(seq, to.getKeyPackageRef(), body.getWelcome())));
        if (!body.getSuccessorGroupId().isEmpty()) {
            successor = body.getSuccessorGroupId();
        }
        replace(body.getAfter());
    }

    private void replace(GroupStateAfter next) {
        after = next;
        next.getTreeDeltaList().forEach(change -> {
            if (change.getNode().isEmpty()) {
                nodes.remove(change.getNodeIndex());
            } else {
                nodes.put(change.getNodeIndex(), change.getNode());
            }
        });
    }

    StateReads.StoredGroup stored(int recentMax) {
        var newest = events.getLast().getHeader();
        return new StateReads.StoredGroup(
                newest.getGroupId(),
                newest.getLogId(),
                newest.getSeq(),
                newest.getLeafHash(),
                newest.getEpochAfter(),
                handshakes,
                policy,
                successor,
                after.getGroupContext(),
                after.getConfirmationTag(),
                after.getTreeSize(),
                Map.copyOf(nodes),
                List.copyOf(pending),
                events.subList(Math.max(0, events.size() - recentMax), events.size()).stream()
                        .map(GroupRows::earlier)
                        .toList(),
                keys);
    }

    static StateReads.StoredEvent earlier(GroupEvent event) {
        return new StateReads.StoredEvent(
                event.getHeader(),
                event.getBodyCase().getNumber(),
                event.getProposalAccepted().getProposalRef());
    }
}
