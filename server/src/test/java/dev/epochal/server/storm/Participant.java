package dev.epochal.server.storm;

import dev.epochal.client.EpochalClient;
import dev.epochal.client.EpochalProblemException;
import dev.epochal.client.ExternalJoin;
import dev.epochal.client.GroupEvent;
import dev.epochal.client.GroupPolicy;
import dev.epochal.client.Handshakes;
import dev.epochal.client.InboxItem;
import dev.epochal.client.InboxStream;
import dev.epochal.client.Octets;
import dev.epochal.client.Outcome;
import dev.epochal.client.Receipt;
import dev.epochal.testkit.CommitPlan;
import dev.epochal.testkit.KeyPackageSecrets;
import dev.epochal.testkit.MlsEngineException;
import dev.epochal.testkit.MlsGroup;
import dev.epochal.testkit.MlsIdentity;
import dev.epochal.testkit.StagedCommit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A real MLS client that knows what its inbox tells, and nothing else. Used by one thread.
public final class Participant implements AutoCloseable {
    private static final int CIPHER_SUITE = 1;
    private static final int KEY_PACKAGES = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration A_MOMENT = Duration.ofMillis(200);

    private final MlsIdentity identity;
    private final EpochalClient http;
    private final Map<Octets, View> views = new HashMap<>();
    private final Map<Octets, Map<Octets, MlsGroup>> entering = new HashMap<>();
    private final Map<Octets, KeyPackageSecrets> keyPackages = new HashMap<>();
    private final List<Octets> claimed = new ArrayList<>();
    private final List<Octets> joinedWith = new ArrayList<>();
    private final Refusals refusals = new Refusals();
    private final InboxStream inbox;

    /// A client whose token `http` sends.
    public Participant(MlsIdentity identity, EpochalClient http) {
        this.identity = identity;
        this.http = http;
        this.inbox = http.inboxStream("");
    }

    public MlsIdentity identity() {
        return identity;
    }

    public Map<Octets, View> views() {
        return views;
    }

    /// Its view of a group that it was ever in.
    public View view(Octets groupId) {
        var view = views.get(groupId);
        if (view == null) {
            throw new AssertionError(identity.name() + " was never in " + groupId);
        }
        return view;
    }

    /// The KeyPackages that it was given of others.
    public List<Octets> claimed() {
        return claimed;
    }

    /// The KeyPackages of its own that it was welcomed with.
    public List<Octets> joinedWith() {
        return joinedWith;
    }

    /// What it was refused.
    public Refusals refusals() {
        return refusals;
    }

    /// Enters the groups anew whose keys its engine has lost.
    ///
    /// @return whether there were any
    public boolean recover() {
        var lost = views.entrySet().stream()
                .filter(view -> view.getValue().isMember() && view.getValue().isLost())
                .map(Map.Entry::getKey)
                .toList();
        lost.forEach(this::enter);
        return !lost.isEmpty();
    }

    /// The groups that it is a member of and has the keys of, as far as it knows.
    List<Octets> memberships() {
        return views.entrySet().stream()
                .filter(view -> view.getValue().isMember() && !view.getValue().isLost())
                .map(Map.Entry::getKey)
                .sorted((one, other) -> one.toString().compareTo(other.toString()))
                .toList();
    }

    /// Registers its key and publishes KeyPackages; more follow when its inbox says that they get few.
    public void register() {
        http.directory().register(identity.client(), List.of(identity.signatureKey()));
        publish(KEY_PACKAGES);
    }

    private void publish(int count) {
        var messages = new ArrayList<Octets>();
        for (int i = 0; i < count; i++) {
            var secrets = KeyPackageSecrets.generate(identity);
            keyPackages.put(secrets.ref(), secrets);
            messages.add(secrets.message());
        }
        http.publishKeyPackages(messages);
    }

    public void create(Octets groupId, GroupPolicy policy) {
        var group = MlsGroup.create(identity, groupId);
        views.put(groupId, new View(group, 0));
        http.createGroup(group.groupInfo(), Handshakes.PUBLIC, policy);
        pumpUntil("its own group", () -> view(groupId).next() > 0);
    }

    void say(Octets groupId, String text) {
        var view = view(groupId);
        var message = view.group().protect(Octets.utf8(text));
        settle(
                view,
                attempt("send a message", view, List.of(message)),
                () -> http.submitMessage(groupId, message),
                Receipt::seq);
    }

    /// Commits what is pending, and the plan.
    void commit(Octets groupId, CommitPlan plan) {
        var view = view(groupId);
        if (!view.group().canCommit()) {
            return;
        }
        if (view.group().isLostOnPath(plan)) {
            return;
        }
        staged(view, plan).ifPresent(staged -> {
            view.submitting(staged);
            settle(
                    view,
                    attempt("commit " + plan, view, Attempt.messages(staged.bundle())),
                    () -> http.submitCommit(groupId, staged.bundle()),
                    Receipt::seq);
        });
    }

    /// Empty where what is pending contradicts itself or the plan, such as two Updates of one member: the engine takes
    /// all of it or nothing, until another way into the next epoch is found.
    private static Optional<StagedCommit> staged(View view, CommitPlan plan) {
        try {
            return Optional.of(view.group().stage(plan));
        } catch (MlsEngineException e) {
            if (String.valueOf(e.getMessage()).endsWith("Invalid proposal list")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    void propose(Octets groupId, Octets proposal) {
        var view = view(groupId);
        view.proposing(proposal);
        settle(
                view,
                attempt("propose", view, List.of(proposal)),
                () -> http.submitProposal(groupId, proposal),
                receipt -> receipt.receipt().seq());
    }

    /// Claims a KeyPackage of each client of the user, and adds those clients that are no members.
    void invite(Octets groupId, String user) {
        var present = new HashSet<String>();
        view(groupId).group().members().forEach(member -> present.add(member.user() + "/" + member.client()));
        var adds = new ArrayList<Octets>();
        for (var each : http.claimKeyPackages(user, CIPHER_SUITE).claimed()) {
            claimed.add(each.ref());
            if (!present.contains(user + "/" + each.client())) {
                adds.add(each.keyPackage());
            }
        }
        if (!adds.isEmpty()) {
            commit(groupId, CommitPlan.add(adds));
        }
    }

    /// Joins by an external Commit, or replaces its leaf so.
    void enter(Octets groupId) {
        var offer = offer(groupId);
        if (offer.isEmpty() || !MlsGroup.canEnter(identity, offer.get())) {
            return;
        }
        var entry = MlsGroup.enter(identity, offer.get());
        var bundle = entry.bundle();
        entering.computeIfAbsent(groupId, _ -> new HashMap<>()).put(bundle.commit(), entry.group());
        try {
            if (http.submitCommit(groupId, bundle) instanceof Outcome.Accepted<Receipt>(var receipt)) {
                pumpUntil("its own entry", () -> hasSeen(groupId, receipt.seq()));
            }
        } catch (EpochalProblemException e) {
            long epoch = offer.get().epoch();
            refused(new Attempt(identity.name(), "enter", groupId, epoch, Attempt.messages(bundle), List.of()), e);
        }
    }

    private Optional<ExternalJoin> offer(Octets groupId) {
        try {
            return Optional.of(http.externalJoin(groupId));
        } catch (EpochalProblemException e) {
            refused(new Attempt(identity.name(), "ask how to enter", groupId, -1, List.of(), List.of()), e);
            return Optional.empty();
        }
    }

    private boolean hasSeen(Octets groupId, long seq) {
        var view = views.get(groupId);
        return view != null && (view.next() > seq || !view.isMember());
    }

    private interface Submission<R> {
        Outcome<R> send();
    }

    private interface Place<R> {
        long of(R receipt);
    }

    private Attempt attempt(String what, View view, List<Octets> messages) {
        var group = view.group();
        return new Attempt(identity.name(), what, group.groupId(), group.epoch(), messages, view.pending());
    }

    /// Submits, and reads the inbox up to what came of it.
    private <R> void settle(View view, Attempt attempt, Submission<R> submission, Place<R> place) {
        try {
            long seq = switch (submission.send()) {
                case Outcome.Accepted<R>(R receipt) -> place.of(receipt);
                case Outcome.Conflict<R> conflict -> {
                    refusals.lostRace();
                    yield conflict.headSeq();
                }
            };
            pumpUntil("seq " + seq, () -> view.next() > seq || !view.isMember());
        } catch (EpochalProblemException e) {
            refused(attempt, e);
        }
    }

    private void refused(Attempt attempt, EpochalProblemException e) {
        refusals.refused(attempt, e);
        pump(Duration.ZERO);
    }

    /// Drops the connection of the inbox.
    void cut() {
        inbox.cut();
    }

    /// Takes what has come.
    void pump(Duration wait) {
        for (var item = inbox.take(wait); item.isPresent(); item = inbox.take(Duration.ZERO)) {
            take(item.get());
        }
    }

    public void pumpUntil(String what, BooleanSupplier reached) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(identity.name() + " waits in vain for " + what);
            }
            pump(A_MOMENT);
        }
    }

    private void take(InboxItem item) {
        switch (item) {
            case InboxItem.Welcomed welcomed -> join(welcomed);
            case InboxItem.Removed removed -> view(removed.header().groupId()).leave(removed.event());
            case InboxItem.Happened happened -> happened(happened.header().groupId(), happened.event());
            case InboxItem.StockLow _ -> publish(KEY_PACKAGES);
            case InboxItem.Unrecognised _ -> throw new AssertionError("An item of an unknown kind");
        }
    }

    private void join(InboxItem.Welcomed welcomed) {
        var welcome = welcomed.welcome();
        var secrets = keyPackages.remove(welcome.keyPackageRef());
        if (secrets == null) {
            throw new AssertionError("Welcomed with a KeyPackage that was used before, or is another client's");
        }
        joinedWith.add(welcome.keyPackageRef());
        var group = joined(welcomed, secrets);
        var view = views.computeIfAbsent(welcome.groupId(), _ -> new View(group, welcome.seq() + 1));
        view.enter(group, welcome.seq() + 1);
        http.acknowledgeWelcome(welcome.id());
    }

    private MlsGroup joined(InboxItem.Welcomed welcomed, KeyPackageSecrets secrets) {
        try {
            return MlsGroup.join(identity, secrets, welcomed.welcome().welcome());
        } catch (MlsEngineException e) {
            throw new AssertionError("The engine of " + identity.name() + " can't join by " + welcomed, e);
        }
    }

    private void happened(Octets groupId, GroupEvent event) {
        var entries = entering.getOrDefault(groupId, Map.of());
        if (event instanceof GroupEvent.CommitAccepted commit && entries.containsKey(commit.commit())) {
            var entered = entries.get(commit.commit());
            var view = views.computeIfAbsent(groupId, _ -> new View(entered, event.seq()));
            if (view.isMember() && view.next() != event.seq()) {
                throw new AssertionError("entered by seq " + event.seq() + " where " + view.next() + " belongs");
            }
            view.enter(entered, event.seq() + 1);
            entering.remove(groupId);
            return;
        }
        view(groupId).take(event);
    }

    @Override
    public void close() {
        inbox.close();
    }
}
