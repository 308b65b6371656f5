package dev.epochal.server.storm;

import dev.epochal.client.GroupEvent;
import dev.epochal.client.Octets;
import dev.epochal.testkit.MlsEngineException;
import dev.epochal.testkit.MlsGroup;
import dev.epochal.testkit.OpenedMessage;
import dev.epochal.testkit.StagedCommit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// One participant's view of one group, fed by its inbox alone. Not thread-safe.
public final class View {
    private final Map<Octets, StagedCommit> own = new HashMap<>();
    private final Set<Octets> proposed = new HashSet<>();
    /// The accepted Proposals of the epoch.
    private final List<Octets> pending = new ArrayList<>();
    /// How often the message of each event was opened here.
    private final Map<Long, Integer> opened = new TreeMap<>();
    private MlsGroup group;
    private long next;
    private boolean member = true;
    private boolean lost;
    /// The messages that came while the keys were lost.
    private final Set<Long> missed = new TreeSet<>();

    /// @param next the seq of the event that has to come next
    View(MlsGroup group, long next) {
        this.group = group;
        this.next = next;
    }

    public MlsGroup group() {
        return group;
    }

    public long next() {
        return next;
    }

    public boolean isMember() {
        return member;
    }

    public Map<Long, Integer> opened() {
        return opened;
    }

    /// Whether the engine could not take a Commit that is right, so that it has to enter anew: see
    /// [MlsGroup#isLostBy].
    boolean isLost() {
        return lost;
    }

    public Set<Long> missed() {
        return missed;
    }

    /// Begins anew in another stay: after a Welcome, or after an external Commit of its own.
    void enter(MlsGroup entered, long first) {
        group = entered;
        next = first;
        member = true;
        lost = false;
        own.clear();
        pending.clear();
    }

    /// Remembers a Commit that is being submitted: when it comes in the history it has won.
    void submitting(StagedCommit staged) {
        own.put(staged.bundle().commit(), staged);
    }

    /// Remembers a Proposal that is being submitted.
    void proposing(Octets proposal) {
        proposed.add(proposal);
    }

    /// The Proposals of the epoch that it was told of.
    List<Octets> pending() {
        return List.copyOf(pending);
    }

    /// Takes the event that comes next.
    ///
    /// @throws AssertionError if another one came, or any to somebody who is no member
    void take(GroupEvent event) {
        if (event.seq() != next || !member) {
            throw new AssertionError("seq " + event.seq() + " came where " + next + " belongs in " + group.groupId());
        }
        next++;
        if (lost) {
            if (event instanceof GroupEvent.MessageAccepted) {
                missed.add(event.seq());
            }
            return;
        }
        try {
            apply(event);
        } catch (MlsEngineException e) {
            throw new AssertionError("The engine can't take " + event + "\n  pending: " + pending, e);
        }
    }

    private void apply(GroupEvent event) {
        switch (event) {
            case GroupEvent.ProposalAccepted proposal -> propose(proposal.proposal());
            case GroupEvent.CommitAccepted commit -> commit(commit.commit());
            case GroupEvent.MessageAccepted message -> open(event.seq(), message.message());
            default -> {}
        }
    }

    /// Its own is pending here since it was made.
    private void propose(Octets proposal) {
        pending.add(proposal);
        if (!proposed.remove(proposal)) {
            group.apply(proposal);
        }
    }

    private void commit(Octets commit) {
        if (own.containsKey(commit)) {
            group.merge(own.get(commit));
        } else {
            apply(commit);
        }
        own.clear();
        pending.clear();
    }

    /// What is foretold has to come true: else the flaw is another one than is known.
    private void apply(Octets commit) {
        boolean foretold = group.isLostBy(commit);
        try {
            group.apply(commit);
        } catch (MlsEngineException e) {
            if (!foretold || !String.valueOf(e.getMessage()).endsWith("Commit path has invalid leaf node")) {
                throw e;
            }
            lost = true;
        }
        if (foretold && !lost) {
            throw new AssertionError("The engine has followed " + commit + ", against what was foretold");
        }
    }

    private void open(long seq, Octets message) {
        OpenedMessage text = group.open(message);
        if (!text.text().startsWith("message ")) {
            throw new AssertionError("Another text was decrypted than anybody has sent: " + text.text());
        }
        opened.merge(seq, 1, Integer::sum);
    }

    /// Takes the Commit that removes this participant.
    void leave(GroupEvent event) {
        if (event.seq() != next) {
            throw new AssertionError("removed by seq " + event.seq() + " where " + next + " belongs");
        }
        next++;
        member = false;
        own.clear();
    }
}
