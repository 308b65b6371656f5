package dev.epochal.testkit;

import dev.epochal.client.EpochalClient;
import dev.epochal.client.EventCursor;
import dev.epochal.client.GroupEvent;
import dev.epochal.client.LiveProposal;
import dev.epochal.client.Octets;
import dev.epochal.client.Outcome;
import dev.epochal.client.ProposalReceipt;
import dev.epochal.client.Receipt;
import dev.epochal.client.WonCommit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A member of a group that lives on a server: [MlsGroup] kept in step with the group's history.
///
/// A Commit is merged only when the server has accepted it. One that lost its epoch is answered with the winners; they
/// are applied, and the next attempt is made in the epoch they lead to. Not thread-safe.
public final class Membership {
    /// A group in which each attempt loses this often is too busy for what is tried.
    private static final int ATTEMPTS = 100;

    /// The winners that are applied from an answer, without the messages between them: fewer than the epochs whose
    /// messages can still be opened. Who lost against more reads the history.
    public static final int WINNERS_TAKEN_FROM_AN_ANSWER = 8;

    private final String name;
    private final MlsGroup group;
    private final EpochalClient http;
    private final EventCursor cursor;
    private final List<ReceivedMessage> inbox = new ArrayList<>();

    /// Own Commits of this epoch whose fate may be unknown: an answer can get lost, and the Commit still win.
    private final Map<Octets, StagedCommit> submitted = new HashMap<>();

    Membership(MlsIdentity identity, MlsGroup group, EpochalClient http, long from) {
        this.name = identity.name();
        this.group = group;
        this.http = http;
        this.cursor = http.follow(group.groupId(), from);
    }

    /// The member's own view of the group.
    public MlsGroup group() {
        return group;
    }

    /// The group's id.
    public Octets groupId() {
        return group.groupId();
    }

    /// Makes Commits by the plan until one is accepted.
    ///
    /// @param plan makes the plan from the group as it is at each attempt
    /// @throws IllegalStateException if each of 100 attempts lost
    public CommitReport commit(Function<MlsGroup, CommitPlan> plan) {
        var lost = new ArrayList<Outcome.Conflict<Receipt>>();
        while (lost.size() < ATTEMPTS) {
            switch (submit(group.stage(plan.apply(group)))) {
                case Outcome.Accepted<Receipt>(var receipt) -> {
                    return new CommitReport(receipt, lost);
                }
                case Outcome.Conflict<Receipt> conflict -> lost.add(conflict);
            }
        }
        throw new IllegalStateException(name + " lost " + ATTEMPTS + " races for group " + groupId());
    }

    /// Submits a staged Commit once. It is merged if it was accepted, and the winners are applied if it lost.
    public Outcome<Receipt> submit(StagedCommit staged) {
        submitted.put(staged.bundle().commit(), staged);
        var outcome = http.submitCommit(groupId(), staged.bundle());
        switch (outcome) {
            case Outcome.Accepted<Receipt> _ -> advance(staged.bundle().commit());
            case Outcome.Conflict<Receipt> conflict -> catchUp(conflict);
        }
        return outcome;
    }

    /// Submits a Proposal that [#group] made. If it lost its epoch, the group has moved on and it must be made anew.
    public Outcome<ProposalReceipt> propose(Octets proposal) {
        var outcome = http.submitProposal(groupId(), proposal);
        if (outcome instanceof Outcome.Conflict<ProposalReceipt> conflict) {
            catchUp(conflict);
        }
        return outcome;
    }

    /// Encrypts a text and sends it, anew in the next epoch if another Commit came in between.
    public Receipt send(String text) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            switch (http.submitMessage(groupId(), group.protect(Octets.utf8(text)))) {
                case Outcome.Accepted<Receipt>(var receipt) -> {
                    return receipt;
                }
                case Outcome.Conflict<Receipt> conflict -> catchUp(conflict);
            }
        }
        throw new IllegalStateException(name + " could not send in " + ATTEMPTS + " epochs of group " + groupId());
    }

    /// Reads the history on: applies handshakes, decrypts the messages of others, and returns those that came.
    ///
    /// @param wait how long to wait for the first new event, up to 25 s
    public List<ReceivedMessage> sync(Duration wait) {
        for (var page = cursor.poll(wait); !page.isEmpty(); page = cursor.poll(Duration.ZERO)) {
            page.forEach(this::apply);
        }
        return takeInbox();
    }

    /// Reads the history on to this event at least, as [#sync] does.
    ///
    /// @param seq an event that is known to exist, such as that of a receipt
    public List<ReceivedMessage> syncTo(long seq) {
        cursor.readTo(seq).forEach(this::apply);
        return takeInbox();
    }

    private List<ReceivedMessage> takeInbox() {
        var received = List.copyOf(inbox);
        inbox.clear();
        return received;
    }

    /// Applies the Commit that won this epoch.
    private void advance(Octets commit) {
        var own = submitted.get(commit);
        if (own == null) {
            group.apply(commit);
        } else {
            group.merge(own);
        }
        submitted.clear();
    }

    /// Takes the winners from the answer where that is enough, and else from the history.
    private void catchUp(Outcome.Conflict<?> conflict) {
        boolean complete = conflict.commits().size() == conflict.currentEpoch() - conflict.submittedEpoch()
                && conflict.commits().size() <= WINNERS_TAKEN_FROM_AN_ANSWER;
        if (complete && conflict.commits().stream().allMatch(this::take)) {
            conflict.proposals().stream().map(LiveProposal::proposal).forEach(group::apply);
            return;
        }
        cursor.readTo(conflict.headSeq()).forEach(this::apply);
    }

    /// False if the Commit names Proposals that this member hasn't seen yet.
    private boolean take(WonCommit won) {
        if (won.epoch() < group.epoch() || group.isRemoved()) {
            return true;
        }
        if (!submitted.containsKey(won.commit()) && !group.knowsProposalsOf(won.commit())) {
            return false;
        }
        advance(won.commit());
        return true;
    }

    private void apply(GroupEvent event) {
        if (group.isRemoved()) {
            return;
        }
        switch (event) {
            case GroupEvent.ProposalAccepted proposal
            when event.header().epoch() == group.epoch() -> group.apply(proposal.proposal());
            case GroupEvent.CommitAccepted commit
            when event.header().epoch() == group.epoch() -> advance(commit.commit());
            case GroupEvent.MessageAccepted message ->
                opened(message).ifPresent(opened -> inbox.add(new ReceivedMessage(event.seq(), opened)));
            default -> {}
        }
    }

    private Optional<OpenedMessage> opened(GroupEvent.MessageAccepted event) {
        var opened = group.open(event.message());
        var sender = opened.sender().user() + "/" + opened.sender().client();
        return sender.equals(name) ? Optional.empty() : Optional.of(opened);
    }
}
