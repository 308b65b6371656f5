package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.client.EpochalClient;
import dev.epochal.client.GroupPolicy;
import dev.epochal.client.Octets;
import dev.epochal.client.Permission;
import dev.epochal.server.storm.Ledger;
import dev.epochal.server.storm.Participant;
import dev.epochal.server.storm.Steps;
import dev.epochal.testkit.MlsIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Three users with two clients each in some groups: random steps from six threads, with streams cut.
///
/// `epochal.storm.steps` is how many steps, `epochal.storm.groups` in how many groups, and `epochal.storm.seed` chooses
/// them; a longer run is `./epochal storm`.
@ExtendWith(SharedServer.class)
class StormIT {
    private static final long SEED = Long.getLong("epochal.storm.seed", 7);
    private static final int STEPS = Integer.getInteger("epochal.storm.steps", 60);
    private static final int GROUPS = Integer.getInteger("epochal.storm.groups", 6);
    private static final int RECOVERIES_MAX = 20;
    private static final Duration VALIDITY = Duration.ofHours(1);

    private final Map<String, Participant> participants = new LinkedHashMap<>();
    private final Map<Octets, String> creators = new LinkedHashMap<>();

    private int missed;

    @AfterEach
    void close_the_streams() {
        participants.values().forEach(Participant::close);
    }

    @Test
    void everybody_agrees_in_the_end_and_has_read_everything_once(RunningServer server) throws Exception {
        begin(server);
        run();
        var ledgers = settle(server);
        ledgers.forEach(this::assertAgreement);
        ledgers.forEach(this::assertEachMessageWasReadOnce);
        assertEachKeyPackageWasUsedOnce();
        assertNothingElseWasRefused();
        long events = ledgers.values().stream()
                .mapToLong(ledger -> ledger.events().size())
                .sum();
        System.out.println(STEPS + " steps, " + events + " events in " + GROUPS + " groups; refused: " + refusals()
                + "; " + missed + " messages came to members whose engine had lost the keys");
    }

    private Map<String, Integer> refusals() {
        var all = new TreeMap<String, Integer>();
        participants
                .values()
                .forEach(participant ->
                        participant.refusals().counts().forEach((name, count) -> all.merge(name, count, Integer::sum)));
        return all;
    }

    private Participant participant(String name) {
        return Objects.requireNonNull(participants.get(name), name);
    }

    private void begin(RunningServer server) {
        var users = List.of(RunningServer.newUser("ann"), RunningServer.newUser("ben"), RunningServer.newUser("cat"));
        for (var user : users) {
            for (var client : List.of("phone", "laptop")) {
                var token = server.tokens().token(user, client, VALIDITY);
                EpochalClient http = server.http().withToken(() -> token);
                var participant = new Participant(MlsIdentity.generate(user, client), http);
                participants.put(participant.identity().name(), participant);
                participant.register();
            }
        }
        var names = List.copyOf(participants.keySet());
        for (int i = 0; i < GROUPS; i++) {
            var groupId = RunningServer.newGroupId();
            var creator = names.get(i % names.size());
            var policy = GroupPolicy.defaults().externalJoin(i % 2 == 0 ? Permission.ANYBODY : Permission.MEMBERS);
            participant(creator).create(groupId, policy);
            creators.put(groupId, creator);
        }
    }

    private void run() throws Exception {
        var groups = List.copyOf(creators.keySet());
        try (var threads = Executors.newFixedThreadPool(participants.size())) {
            var running = new ArrayList<Future<?>>();
            long seed = SEED;
            for (var participant : participants.values()) {
                var steps = new Steps(participant, groups, users(), seed++);
                running.add(threads.submit(() -> steps.run(STEPS / participants.size() + 1)));
            }
            for (var each : running) {
                each.get();
            }
        }
    }

    /// Lets everybody read to the end. Who can't go on from there enters anew, which is an event for the others.
    private Map<Octets, Ledger> settle(RunningServer server) {
        for (int round = 0; round < RECOVERIES_MAX; round++) {
            var ledgers = ledgers(server);
            ledgers.forEach(this::drain);
            if (participants.values().stream().filter(Participant::recover).count() == 0) {
                return ledgers;
            }
        }
        throw new AssertionError("Some of the clients never came back");
    }

    private List<String> users() {
        return participants.values().stream()
                .map(participant -> participant.identity().user())
                .distinct()
                .toList();
    }

    private Map<Octets, Ledger> ledgers(RunningServer server) {
        var token = server.tokens().auditor("auditor", creators.keySet(), VALIDITY);
        var auditor = server.http().withToken(() -> token);
        var ledgers = new LinkedHashMap<Octets, Ledger>();
        creators.forEach((groupId, creator) -> {
            var events = auditor.follow(groupId, 0).drain();
            Chain.verify(events);
            ledgers.put(groupId, new Ledger(creator, events));
        });
        return ledgers;
    }

    private void drain(Octets groupId, Ledger ledger) {
        ledger.last().forEach((name, seq) -> {
            var participant = participant(name);
            participant.pumpUntil("seq " + seq + " of " + groupId, () -> {
                var view = participant.views().get(groupId);
                return view != null && view.next() > seq;
            });
        });
    }

    private void assertAgreement(Octets groupId, Ledger ledger) {
        var authenticators = new HashMap<String, Octets>();
        participants.forEach((name, participant) -> {
            var view = participant.views().get(groupId);
            boolean expected = ledger.members().contains(name);
            assertThat(view != null && view.isMember())
                    .as(name + " in " + groupId)
                    .isEqualTo(expected);
            if (view != null && expected) {
                authenticators.put(name, view.group().epochAuthenticator());
                assertThat(view.group().epoch()).isEqualTo(ledger.epoch());
                assertThat(ledger.treeHash()).isIn(Octets.empty(), view.group().treeHash());
            }
        });
        assertThat(authenticators).isNotEmpty();
        assertThat(authenticators.values())
                .containsOnly(authenticators.values().iterator().next());
    }

    private void assertEachMessageWasReadOnce(Octets groupId, Ledger ledger) {
        participants.forEach((name, participant) -> {
            var expected = new TreeMap<Long, Integer>();
            ledger.readers().forEach((seq, readers) -> {
                if (readers.contains(name)) {
                    expected.put(seq, 1);
                }
            });
            var view = participant.views().get(groupId);
            var opened = view == null ? Map.<Long, Integer>of() : view.opened();
            if (view != null) {
                expected.keySet().removeAll(view.missed());
                missed += view.missed().size();
            }
            assertThat(opened).as(name + " in " + groupId).isEqualTo(expected);
        });
    }

    private void assertEachKeyPackageWasUsedOnce() {
        var claimed = participants.values().stream()
                .flatMap(participant -> participant.claimed().stream())
                .toList();
        assertThat(claimed).doesNotHaveDuplicates();
        var welcomed = participants.values().stream()
                .flatMap(participant -> participant.joinedWith().stream())
                .toList();
        assertThat(welcomed).isNotEmpty().doesNotHaveDuplicates().isSubsetOf(claimed);
    }

    private void assertNothingElseWasRefused() {
        assertThat(participants.values().stream()
                        .flatMap(participant -> participant.refusals().unexpected().stream())
                        .toList())
                .isEmpty();
    }
}
