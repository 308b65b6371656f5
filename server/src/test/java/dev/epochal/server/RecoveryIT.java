package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.client.EpochalProblemException;
import dev.epochal.client.GroupPolicy;
import dev.epochal.client.GroupState;
import dev.epochal.client.Octets;
import dev.epochal.client.Outcome;
import dev.epochal.client.ProposalReceipt;
import dev.epochal.client.Receipt;
import dev.epochal.client.Standing.State;
import dev.epochal.testkit.MlsClient;
import dev.epochal.testkit.MlsIdentity;
import dev.epochal.testkit.Outsiders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Gets groups over a Commit that members can't apply, where those members can't help themselves.
@ExtendWith(SharedServer.class)
class RecoveryIT {
    private final SabotagedGroup group = new SabotagedGroup();
    private final Octets groupId = group.id();

    @TempDir
    Path folder;

    @Test
    @Tag("S35")
    void an_external_sender_proposes_to_remove_the_offender_and_a_member_commits_that(RunningServer server)
            throws IOException {
        var mallory = server.client(RunningServer.newUser("mallory"), "laptop");
        var bob = server.client(RunningServer.newUser("bob"), "phone");
        var carol = server.client(RunningServer.newUser("carol"), "phone");
        var warden = server.client(RunningServer.newUser("warden"), "service");
        group.begin(GroupPolicy.defaults(), List.of(warden.identity()), mallory, bob, carol);
        var broken = breakFor(mallory, List.of(carol));
        bob.group(groupId).syncTo(broken.seq());

        int leaf = leafOf(bob, mallory);
        assertNotAllowed(carol.identity(), warden, broken.epoch(), leaf);
        var early = Outsiders.proposeRemove(warden.identity(), groupId, broken.epoch() - 1, leaf);
        assertThat(afterConflict(warden.http().submitProposal(groupId, early))).isEqualTo("fetch");
        var proposal = Outsiders.proposeRemove(warden.identity(), groupId, broken.epoch(), leaf);
        var proposed = accepted(warden.http().submitProposal(groupId, proposal));
        assertThat(problem(() -> warden.http().group(groupId, 0)))
                .as("it is no member")
                .isEqualTo("unknown-group");

        bob.group(groupId).syncTo(proposed.receipt().seq());
        var removal = bob.update(groupId).receipt();
        assertThat(bob.http().group(groupId, removal.seq()).members())
                .extracting(GroupState.MemberState::user)
                .containsExactlyInAnyOrder(
                        bob.identity().user(), carol.identity().user());
        assertThat(problem(() -> mallory.http()
                        .submitMessage(groupId, Octets.utf8("too late"))
                        .orThrow()))
                .isIn("malformed-message", "not-a-member");
        assertThat(SabotagedGroup.audit(server, groupId, folder)).contains("epochal-audit/1 intact");
    }

    /// What the loser of an epoch is told to do.
    private static String afterConflict(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Conflict<?> conflict -> conflict.problem().next().action();
            case Outcome.Accepted<?> accepted -> throw new AssertionError(accepted);
        };
    }

    /// By somebody whom the group doesn't list.
    private void assertNotAllowed(MlsIdentity other, MlsClient caller, long epoch, int leaf) {
        var forged = Outsiders.proposeRemove(other, groupId, epoch, leaf);
        assertThat(problem(() -> caller.http().submitProposal(groupId, forged).orThrow()))
                .isEqualTo("unknown-group");
    }

    @Test
    @Tag("S35")
    void a_group_that_nobody_can_follow_goes_on_under_a_new_id_and_its_history_stays(RunningServer server)
            throws IOException {
        var mallory = server.client(RunningServer.newUser("mallory"), "laptop");
        var bob = server.client(RunningServer.newUser("bob"), "phone");
        var carol = server.client(RunningServer.newUser("carol"), "phone");
        group.begin(GroupPolicy.defaults(), List.of(), mallory, bob, carol);
        var broken = breakFor(mallory, List.of(bob, carol));
        var commit = group.commit(bob, broken);
        bob.http().report(groupId, bob.group(groupId).group().reportFailed(commit));
        var last = carol.http().report(groupId, carol.group(groupId).group().reportFailed(commit));
        assertThat(last.next().action()).isEqualTo("recover");
        assertThat(bob.http().group(groupId, last.receipt().seq()).standing().state())
                .isEqualTo(State.DISPUTED);

        var fresh = RunningServer.newGroupId();
        carol.publishKeyPackages(1);
        bob.createGroup(fresh);
        bob.invite(fresh, List.of(carol.identity().user()));
        assertThat(carol.acceptWelcomes(SabotagedGroup.PATIENCE)).containsExactly(fresh);
        var said = bob.group(fresh).send("here we are");
        assertThat(carol.group(fresh).syncTo(said.seq())).hasSize(1);
        assertThat(bob.http().group(groupId, 0).standing().state()).isEqualTo(State.DISPUTED);
        assertThat(SabotagedGroup.audit(server, groupId, folder))
                .contains("reports                   0 applied, 2 failed");
        assertThat(SabotagedGroup.audit(server, fresh, folder)).contains("epochal-audit/1 intact");
    }

    /// A Commit whose secrets are wrong for these members, wherever in the tree they are.
    private Receipt breakFor(MlsClient offender, List<MlsClient> victims) {
        var leaves = victims.stream().map(victim -> leafOf(offender, victim)).toList();
        var nodes = IntStream.rangeClosed(0, 4)
                .filter(node -> node % 2 == 1 || leaves.contains(node / 2))
                .boxed()
                .toList();
        return group.breakFor(offender, nodes, victims);
    }

    private int leafOf(MlsClient viewer, MlsClient member) {
        return viewer.group(groupId).group().members().stream()
                .filter(each -> each.user().equals(member.identity().user()))
                .findFirst()
                .orElseThrow()
                .leafIndex();
    }

    private static ProposalReceipt accepted(Outcome<ProposalReceipt> outcome) {
        return outcome.orThrow();
    }

    private static String problem(Runnable call) {
        try {
            call.run();
        } catch (EpochalProblemException e) {
            return e.name();
        }
        return "";
    }
}
