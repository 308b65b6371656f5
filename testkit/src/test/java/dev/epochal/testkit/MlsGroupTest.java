package dev.epochal.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.client.Member;
import dev.epochal.client.Octets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MlsGroupTest {
    private final MlsIdentity aliceIdentity = MlsIdentity.generate("alice", "laptop");
    private final MlsIdentity bobIdentity = MlsIdentity.generate("bob", "phone");
    private final MlsIdentity carolIdentity = MlsIdentity.generate("carol", "desk/top");
    private MlsGroup alice = MlsGroup.create(aliceIdentity, Octets.utf8("group"));
    private MlsGroup bob = alice;
    private MlsGroup carol = alice;

    @BeforeEach
    void three_members_in_epoch_two() {
        alice = MlsGroup.create(aliceIdentity, Octets.utf8("group"));
        bob = join(bobIdentity, List.of());
        carol = join(carolIdentity, List.of(bob));
    }

    private MlsGroup join(MlsIdentity identity, List<MlsGroup> others) {
        var secrets = KeyPackageSecrets.generate(identity);
        var staged = alice.stage(CommitPlan.add(List.of(secrets.message())));
        alice.merge(staged);
        others.forEach(other -> other.apply(staged.bundle().commit()));
        return MlsGroup.join(identity, secrets, staged.bundle().welcome());
    }

    private void assertSameEpoch(MlsGroup... members) {
        for (var member : members) {
            assertThat(member.epoch()).isEqualTo(alice.epoch());
            assertThat(member.epochAuthenticator()).isEqualTo(alice.epochAuthenticator());
            assertThat(member.treeHash()).isEqualTo(alice.treeHash());
        }
    }

    @Test
    void members_joined_by_welcome_share_the_epoch() {
        assertThat(alice.epoch()).isEqualTo(2);
        assertSameEpoch(bob, carol);
        assertThat(carol.members())
                .containsExactly(
                        new Member(0, "alice", "laptop"),
                        new Member(1, "bob", "phone"),
                        new Member(2, "carol", "desk/top"));
        assertThat(carol.leafIndex()).isEqualTo(2);
    }

    @Test
    void the_loser_of_a_race_applies_the_winner_and_goes_on() {
        var byAlice = alice.stage(CommitPlan.update());
        var byBob = bob.stage(CommitPlan.update());

        alice.merge(byAlice);
        bob.apply(byAlice.bundle().commit());
        carol.apply(byAlice.bundle().commit());
        assertThatThrownBy(() -> bob.merge(byBob)).isInstanceOf(IllegalStateException.class);
        var again = bob.stage(CommitPlan.update());
        bob.merge(again);
        alice.apply(again.bundle().commit());
        carol.apply(again.bundle().commit());

        assertThat(alice.epoch()).isEqualTo(4);
        assertSameEpoch(bob, carol);
        assertThat(alice.open(bob.protect(Octets.utf8("after the race"))).text())
                .isEqualTo("after the race");
        assertThat(bob.open(alice.protect(Octets.utf8("so it is"))).sender().user())
                .isEqualTo("alice");
    }

    @Test
    void a_commit_has_a_welcome_only_if_it_adds() {
        assertThat(alice.stage(CommitPlan.update()).bundle().welcome().isEmpty())
                .isTrue();
        assertThat(alice.stage(CommitPlan.remove(List.of(1))).bundle().welcome().isEmpty())
                .isTrue();
    }

    @Test
    void removes_by_leaf_and_tells_the_removed_member() {
        var staged = alice.stage(CommitPlan.remove(List.of(1)));
        alice.merge(staged);

        assertThat(bob.apply(staged.bundle().commit())).isEqualTo(MlsGroup.Applied.REMOVED);
        assertThat(carol.apply(staged.bundle().commit())).isEqualTo(MlsGroup.Applied.COMMIT);

        assertSameEpoch(carol);
        assertThat(alice.members()).extracting(Member::user).containsExactly("alice", "carol");
        assertThatThrownBy(() -> bob.protect(Octets.utf8("still here?"))).hasMessageContaining("removed");
    }

    @Test
    void proposals_of_others_are_committed_by_reference() {
        var update = bob.proposeUpdate();
        var remove = carol.proposeRemove(0);
        var daveSecrets = KeyPackageSecrets.generate(MlsIdentity.generate("dave", "phone"));
        var add = alice.proposeAdd(daveSecrets.message());
        alice.apply(update);
        assertThat(alice.apply(remove)).isEqualTo(MlsGroup.Applied.PROPOSAL);
        assertThat(alice.canCommit()).isFalse();
        carol.apply(update);
        carol.apply(add);
        bob.apply(add);
        bob.apply(remove);

        assertThatThrownBy(() -> bob.stage(CommitPlan.update())).hasMessageContaining("another has to commit");
        var staged = carol.stage(CommitPlan.update());
        carol.merge(staged);

        assertThat(bob.apply(staged.bundle().commit())).isEqualTo(MlsGroup.Applied.COMMIT);
        assertThat(alice.apply(staged.bundle().commit())).isEqualTo(MlsGroup.Applied.REMOVED);
        assertThat(bob.epochAuthenticator()).isEqualTo(carol.epochAuthenticator());
    }

    @Test
    void many_are_added_in_one_commit() {
        var secrets = new ArrayList<KeyPackageSecrets>();
        var identities = new ArrayList<MlsIdentity>();
        for (int i = 0; i < 20; i++) {
            var identity = MlsIdentity.generate("user-" + i, "phone");
            identities.add(identity);
            secrets.add(KeyPackageSecrets.generate(identity));
        }
        var staged = bob.stage(
                CommitPlan.add(secrets.stream().map(KeyPackageSecrets::message).toList()));
        bob.merge(staged);
        alice.apply(staged.bundle().commit());

        for (int i = 0; i < 20; i++) {
            var joined = MlsGroup.join(
                    identities.get(i), secrets.get(i), staged.bundle().welcome());
            assertThat(joined.epochAuthenticator()).isEqualTo(alice.epochAuthenticator());
            assertThat(joined.members()).hasSize(23);
        }
    }

    @Test
    void messages_of_past_epochs_can_still_be_read_and_carry_their_sender() {
        var first = bob.protect(Octets.utf8("one"));
        var second = bob.protect(Octets.utf8("two"));
        var staged = alice.stage(CommitPlan.update());
        alice.merge(staged);

        assertThat(alice.open(second))
                .isEqualTo(new OpenedMessage(new Member(1, "bob", "phone"), 2, Octets.utf8("two")));
        assertThat(alice.open(first).text()).isEqualTo("one");
        assertThat(bob.open(first).text()).as("own message").isEqualTo("one");
        assertThatThrownBy(() -> alice.open(first)).as("opened twice").isInstanceOf(MlsEngineException.class);
    }

    @Test
    void refuses_a_forged_handshake_and_stays_where_it_is() {
        var bytes = bob.stage(CommitPlan.update()).bundle().commit().toArray();
        bytes[bytes.length - 1] ^= 1;

        assertThatThrownBy(() -> alice.apply(Octets.of(bytes))).isInstanceOf(MlsEngineException.class);

        assertThat(alice.epoch()).isEqualTo(2);
    }
}
