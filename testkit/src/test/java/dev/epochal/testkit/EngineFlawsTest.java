package dev.epochal.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.client.ExternalJoin;
import dev.epochal.client.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.mls.codec.WireFormat;
import org.bouncycastle.mls.protocol.Group;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// The engine against itself, without a server: what it can't follow, and that the Commit was right.
@DisplayNameGeneration(ReplaceUnderscores.class)
class EngineFlawsTest {
    private final MlsIdentity restless = MlsIdentity.generate("user-3", "phone");
    private final List<MlsGroup> members =
            new ArrayList<>(List.of(MlsGroup.create(MlsIdentity.generate("user-0", "phone"), Octets.utf8("group"))));

    private MlsGroup first() {
        return members.getFirst();
    }

    private void add(MlsIdentity identity) {
        var secrets = KeyPackageSecrets.generate(identity);
        members.add(MlsGroup.join(identity, secrets, added(secrets).bundle().welcome()));
    }

    private StagedCommit added(KeyPackageSecrets secrets) {
        var staged = first().stage(CommitPlan.add(List.of(secrets.message())));
        deliver(first(), staged);
        return staged;
    }

    private void deliver(MlsGroup committer, StagedCommit staged) {
        committer.merge(staged);
        members.stream()
                .filter(member -> member != committer && !member.isRemoved())
                .forEach(member -> member.apply(staged.bundle().commit()));
        members.removeIf(MlsGroup::isRemoved);
    }

    private void assertAgreement() {
        assertThat(members).extracting(MlsGroup::epochAuthenticator).containsOnly(first().epochAuthenticator());
    }

    /// Leaves 0 to 4 with keys on all nodes above them.
    private void five_members() {
        add(MlsIdentity.generate("user-1", "phone"));
        add(MlsIdentity.generate("user-2", "phone"));
        add(restless);
        add(MlsIdentity.generate("user-4", "phone"));
        deliver(first(), first().stage(CommitPlan.update()));
    }

    @Test
    void a_welcome_without_a_path_secret_gives_no_keys_but_the_leafs() {
        five_members();
        deliver(first(), first().stage(CommitPlan.remove(List.of(3))));
        var identity = MlsIdentity.generate("user-5", "phone");
        var secrets = KeyPackageSecrets.generate(identity);
        var welcome = added(secrets).bundle().welcome();
        var engineAlone = engineAlone(identity, secrets, welcome);
        members.add(MlsGroup.join(identity, secrets, welcome));

        // Sealed to the node above leaves 0 to 3, and to leaf 3, which came since that node has its key.
        var last = members.get(3);
        assertThat(last.leafIndex()).isEqualTo(4);
        var update = last.stage(CommitPlan.update());
        var octets = update.bundle().commit().toArray();
        assertThatThrownBy(() -> engineAlone.handle(octets, null)).isInstanceOf(InvalidCipherTextException.class);
        deliver(last, update);

        assertThat(members).hasSize(5);
        assertAgreement();
    }

    private static Group engineAlone(MlsIdentity identity, KeyPackageSecrets secrets, Octets welcome) {
        return Bcmls.run(
                "join by the Welcome",
                () -> new Group(
                        secrets.initPrivateKey(),
                        secrets.leafKeys(),
                        identity.signaturePrivateKey(),
                        secrets.keyPackage(),
                        Bcmls.decode(welcome, WireFormat.mls_welcome).welcome,
                        null,
                        Map.of(),
                        Map.of()));
    }

    @Test
    void a_path_for_a_single_member_or_with_nobody_in_the_left_half_of_the_tree_is_foretold_to_fail() {
        five_members();
        var last = members.get(4);
        assertThat(last.isLostOnPath(CommitPlan.update())).isFalse();
        assertThat(last.isLostOnPath(CommitPlan.remove(List.of(0, 1, 2)))).isFalse();
        assertThat(last.isLostOnPath(CommitPlan.remove(List.of(0, 1, 2, 3)))).isTrue();
        deliver(last, last.stage(CommitPlan.remove(List.of(1))));
        var third = members.get(1);
        assertThat(third.leafIndex()).isEqualTo(2);
        deliver(third, third.stage(CommitPlan.remove(List.of(4))));
        assertThat(third.isLostOnPath(CommitPlan.remove(List.of(3)))).isFalse();
        assertThat(third.isLostOnPath(CommitPlan.remove(List.of(0)))).isTrue();
        assertThat(third.isLostOnPath(CommitPlan.remove(List.of(0, 3)))).isTrue();
    }

    @Test
    void a_member_that_enters_anew_at_another_leaf_with_its_old_signature_key_is_refused_as_foretold() {
        five_members();
        deliver(first(), first().stage(CommitPlan.remove(List.of(1))));
        var entry = MlsGroup.enter(restless, offer());

        assertThat(entry.group().leafIndex()).isEqualTo(1);
        assertThat(first().isLostBy(entry.bundle().commit())).isTrue();
        assertThatThrownBy(() -> first().apply(entry.bundle().commit()))
                .isInstanceOf(MlsEngineException.class)
                .hasMessageEndingWith("Commit path has invalid leaf node");
    }

    @Test
    void all_follow_a_member_that_enters_anew_at_its_old_leaf() {
        five_members();
        var entry = MlsGroup.enter(restless, offer());

        assertThat(entry.group().leafIndex()).isEqualTo(3);
        assertFollowed(entry, 3);
    }

    @Test
    void all_follow_a_member_that_enters_anew_at_another_leaf_with_another_signature_key() {
        five_members();
        deliver(first(), first().stage(CommitPlan.remove(List.of(1))));
        var entry = MlsGroup.enter(MlsIdentity.generate("user-3", "phone"), offer());

        assertThat(entry.group().leafIndex()).isEqualTo(1);
        assertFollowed(entry, 2);
    }

    @Test
    void nobody_enters_a_group_anew_in_which_it_is_alone() {
        var alone = MlsIdentity.generate("user-0", "phone");

        assertThat(MlsGroup.canEnter(alone, offer())).isFalse();
        assertThat(MlsGroup.canEnter(restless, offer())).isTrue();
        assertThatThrownBy(() -> MlsGroup.enter(alone, offer())).isInstanceOf(MlsEngineException.class);
    }

    private void assertFollowed(MlsGroup.ExternalEntry entry, int replaced) {
        var commit = entry.bundle().commit();
        members.remove(replaced);
        assertThat(members).noneMatch(member -> member.isLostBy(commit));
        members.forEach(member -> member.apply(commit));
        members.add(entry.group());
        assertAgreement();
    }

    private ExternalJoin offer() {
        return new ExternalJoin(first().epoch(), first().epoch(), first().groupInfo(), Octets.empty(), List.of());
    }
}
