package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.client.EpochalProblemException;
import dev.epochal.client.GroupEvent;
import dev.epochal.client.GroupPolicy;
import dev.epochal.client.InboxItem;
import dev.epochal.client.InboxStream;
import dev.epochal.client.Octets;
import dev.epochal.client.PendingWelcome;
import dev.epochal.client.Permission;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.testkit.MlsClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What reaches whom, and when.
@ExtendWith(SharedServer.class)
class DeliveryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final Duration LONG = Duration.ofMinutes(2);

    private final Octets groupId = RunningServer.newGroupId();

    @Test
    void members_read_from_the_epoch_that_they_came_in_up_to_their_removal(RunningServer server) {
        var alice = client(server, "alice");
        var bob = client(server, "bob");
        var carol = client(server, "carol");
        alice.createGroup(groupId);
        invite(alice, carol);
        alice.group(groupId).send("before");
        long added = invite(alice, bob);
        alice.group(groupId).send("one");
        alice.group(groupId).send("two");
        long removed = alice.remove(groupId, bob.identity().user()).receipt().seq();
        long last = alice.group(groupId).send("after").seq();
        alice.http().group(groupId, last);

        var page = bob.http().events(groupId, 0, 100, Duration.ZERO);
        assertThat(page.first()).isEqualTo(added + 1);
        assertThat(page.events()).extracting(GroupEvent::seq).containsExactly(added + 1, added + 2, removed);
        assertThat(page.over()).isTrue();
        assertThat(page.headSeq()).isEqualTo(removed);
        try (var stream = bob.http().stream(groupId, 0)) {
            for (long seq = added + 1; seq <= removed; seq++) {
                assertThat(stream.take(LONG)).get().extracting(GroupEvent::seq).isEqualTo(seq);
            }
            assertThat(stream.take(LONG)).isEmpty();
            assertThat(stream.isOver()).isTrue();
        }
        var stranger = client(server, "stranger");
        assertThatThrownBy(() -> stranger.http().events(groupId, 0, 1, Duration.ZERO))
                .isInstanceOfSatisfying(
                        EpochalProblemException.class, e -> assertThat(e.name()).isEqualTo("unknown-group"));
    }

    @Test
    void a_stream_that_is_cut_again_and_again_loses_nothing(RunningServer server) {
        var alice = client(server, "alice");
        var bob = client(server, "bob");
        alice.createGroup(groupId);
        long first = invite(alice, bob) + 1;
        try (var stream = bob.http().stream(groupId, first)) {
            for (int i = 0; i < 40; i++) {
                alice.group(groupId).send("message " + i);
                if (i % 3 == 0) {
                    stream.cut();
                }
            }
            for (int i = 0; i < 40; i++) {
                assertThat(stream.take(LONG)).get().extracting(GroupEvent::seq).isEqualTo(first + i);
                if (i % 5 == 0) {
                    stream.cut();
                }
            }
        }
    }

    @Test
    void an_inbox_tells_of_all_groups_of_a_client_in_the_order_of_each(RunningServer server) {
        var alice = client(server, "alice");
        var bob = client(server, "bob");
        var carol = client(server, "carol");
        var groups = List.of(groupId, RunningServer.newGroupId(), RunningServer.newGroupId());
        try (var inbox = bob.http().inboxStream("")) {
            for (var group : groups) {
                bob.publishKeyPackages(1);
                carol.publishKeyPackages(1);
                alice.createGroup(group);
                alice.invite(
                        group, List.of(bob.identity().user(), carol.identity().user()));
                alice.group(group).send("hello");
                inbox.cut();
            }
            for (var group : groups) {
                alice.remove(group, bob.identity().user());
            }
            var items = take(inbox, 9);
            for (var group : groups) {
                assertThat(items.stream()
                                .map(InboxItem.OfGroup::header)
                                .filter(header -> header.groupId().equals(group))
                                .map(header -> header.type() + " " + header.seq()))
                        .containsExactly("welcome 1", "event 2", "removed 3");
            }
            var again = new ArrayList<InboxItem.OfGroup>();
            for (var page = bob.http().inbox("", 2, Duration.ZERO);
                    !page.items().isEmpty();
                    page = bob.http().inbox(page.next(), 2, Duration.ZERO)) {
                again.addAll(ofGroups(page.items()));
            }
            assertThat(again).hasSize(9);
            assertThat(bob.http()
                            .inbox(items.getLast().cursor(), 10, Duration.ZERO)
                            .items())
                    .noneMatch(InboxItem.OfGroup.class::isInstance);
        }
    }

    @Test
    void each_recipient_of_a_welcome_gets_its_own_secrets_until_it_has_acknowledged(RunningServer server) {
        var alice = client(server, "alice");
        var others = List.of(client(server, "bob"), client(server, "carol"), client(server, "dave"));
        alice.createGroup(groupId);
        alice.invite(
                groupId, others.stream().map(other -> other.identity().user()).toList());
        var welcomes = new ArrayList<PendingWelcome>();
        for (var other : others) {
            var welcome = other.http().welcomes(PATIENCE).getFirst();
            assertThat(other.http().welcomes(Duration.ZERO)).containsExactly(welcome);
            welcomes.add(welcome);
        }
        assertThat(welcomes).extracting(PendingWelcome::welcome).doesNotHaveDuplicates();
        assertThat(welcomes)
                .allSatisfy(own -> assertThat(
                                welcomes.stream().filter(other -> contains(own.welcome(), other.keyPackageRef())))
                        .containsExactly(own));
        others.forEach(other -> assertThat(other.acceptWelcomes(PATIENCE)).containsExactly(groupId));
        assertThat(others)
                .extracting(other -> other.group(groupId).group().epochAuthenticator())
                .containsOnly(alice.group(groupId).group().epochAuthenticator());
        others.forEach(other -> Eventually.holds(
                "an acknowledged Welcome is offered no more",
                () -> other.http().welcomes(Duration.ZERO).isEmpty()));
    }

    @Test
    void the_state_of_each_epoch_is_what_the_members_had(RunningServer server) {
        var alice = client(server, "alice");
        var bob = client(server, "bob");
        alice.createGroup(groupId);
        var hashes = new ArrayList<>(List.of(alice.group(groupId).group().treeHash()));
        invite(alice, bob);
        hashes.add(alice.group(groupId).group().treeHash());
        for (int i = 0; i < 3; i++) {
            alice.update(groupId);
            hashes.add(alice.group(groupId).group().treeHash());
        }
        alice.http().group(groupId, 4);
        for (int epoch = 0; epoch < hashes.size(); epoch++) {
            var state = alice.http().epoch(groupId, epoch);
            assertThat(state.treeHash()).isEqualTo(hashes.get(epoch));
            assertThat(state.members()).hasSize(epoch == 0 ? 1 : 2);
            assertThat(state.headEpoch()).isEqualTo(4);
            assertThat(alice.http().ratchetTree(groupId, epoch).epoch()).isEqualTo(epoch);
        }
        var tree = alice.http().ratchetTree(groupId, 4);
        assertThat(alice.http().ratchetTree(groupId, tree)).isSameAs(tree);
        assertThat(alice.http().ratchetTree(groupId, alice.http().ratchetTree(groupId, 3)))
                .isEqualTo(tree);
        assertThatThrownBy(() -> bob.http().epoch(groupId, 0))
                .isInstanceOfSatisfying(
                        EpochalProblemException.class, e -> assertThat(e.name()).isEqualTo("unknown-epoch"));
    }

    @Test
    void who_may_join_by_itself_does_so_and_who_may_not_sees_nothing(RunningServer server) {
        var alice = client(server, "alice");
        var bob = client(server, "bob");
        alice.createGroup(groupId, GroupPolicy.defaults().externalJoin(Permission.ANYBODY));
        invite(alice, client(server, "carol"));
        long joined = bob.joinByItself(groupId).seq();
        alice.group(groupId).syncTo(joined);
        assertThat(bob.group(groupId).group().epochAuthenticator())
                .isEqualTo(alice.group(groupId).group().epochAuthenticator());
        assertThat(bob.http().events(groupId, 0, 10, Duration.ofSeconds(5)).first())
                .isEqualTo(joined);
        long again = bob.joinByItself(groupId).seq();
        alice.group(groupId).syncTo(again);
        assertThat(bob.group(groupId).group().epochAuthenticator())
                .isEqualTo(alice.group(groupId).group().epochAuthenticator());
        alice.http().changePolicy(groupId, GroupPolicy.defaults());
        Eventually.holds("the new policy counts", () -> !isOffered(bob, groupId, "policy"));
        assertThat(isOffered(client(server, "stranger"), groupId, "unknown-group"))
                .isFalse();
    }

    @Test
    void ratchet_trees_need_not_travel_with_what_members_send(RunningServer server) throws MalformedException {
        var alice = client(server, "alice").leavingTreesOut();
        var bob = client(server, "bob").leavingTreesOut();
        var carol = client(server, "carol").leavingTreesOut();
        alice.createGroup(groupId, GroupPolicy.defaults().externalJoin(Permission.ANYBODY));
        invite(alice, bob);
        long joined = carol.joinByItself(groupId).seq();
        long renewed = bob.update(groupId).receipt().seq();
        long again = carol.joinByItself(groupId).seq();

        assertThat(List.of(joined, renewed, again)).containsExactly(2L, 3L, 4L);
        var members = List.of(alice, bob, carol);
        members.forEach(member -> member.group(groupId).syncTo(again));
        assertThat(members)
                .extracting(member -> member.group(groupId).group().epochAuthenticator())
                .containsOnly(alice.group(groupId).group().epochAuthenticator());
        var published = MlsMessage.parse(
                alice.http().groupInfo(groupId, again).groupInfo().toArray());
        assertThat(published)
                .isInstanceOfSatisfying(
                        MlsMessage.OfGroupInfo.class,
                        message -> assertThat(message.groupInfo().extensions().find(ExtensionType.RATCHET_TREE))
                                .isEmpty());
    }

    private static boolean isOffered(MlsClient client, Octets groupId, String otherwise) {
        try {
            client.http().externalJoin(groupId);
            return true;
        } catch (EpochalProblemException e) {
            assertThat(e.name()).isEqualTo(otherwise);
            return false;
        }
    }

    /// So many items of groups, whatever else comes in between.
    private static List<InboxItem.OfGroup> take(InboxStream inbox, int count) {
        var items = new ArrayList<InboxItem.OfGroup>();
        while (items.size() < count) {
            items.addAll(ofGroups(List.of(inbox.take(LONG).orElseThrow(() -> new AssertionError("only " + items)))));
        }
        return items;
    }

    private static List<InboxItem.OfGroup> ofGroups(List<InboxItem> items) {
        return items.stream()
                .filter(InboxItem.OfGroup.class::isInstance)
                .map(InboxItem.OfGroup.class::cast)
                .toList();
    }

    private long invite(MlsClient inviter, MlsClient invited) {
        long seq = inviter.invite(groupId, List.of(invited.identity().user()))
                .receipt()
                .seq();
        assertThat(invited.acceptWelcomes(PATIENCE)).containsExactly(groupId);
        return seq;
    }

    private static MlsClient client(RunningServer server, String name) {
        var client = server.client(RunningServer.newUser(name), "phone");
        client.publishKeyPackages(1);
        return client;
    }

    private static boolean contains(Octets octets, Octets part) {
        var hex = HexFormat.of();
        return hex.formatHex(octets.toArray()).contains(hex.formatHex(part.toArray()));
    }
}
