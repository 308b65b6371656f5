package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.epochal.client.EpochalProblemException;
import dev.epochal.client.GroupPolicy;
import dev.epochal.client.Octets;
import dev.epochal.client.Permission;
import dev.epochal.client.Receipt;
import dev.epochal.client.ReportReceipt;
import dev.epochal.client.Standing;
import dev.epochal.client.Standing.State;
import dev.epochal.testkit.MlsClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Members report what became of Commits, and a group gets over one that some of them can't apply.
@ExtendWith(SharedServer.class)
class ReportIT {
    private static final GroupPolicy POLICY = GroupPolicy.defaults().externalJoin(Permission.MEMBERS);

    private final SabotagedGroup group = new SabotagedGroup();
    private final Octets groupId = group.id();

    @TempDir
    Path folder;

    @Test
    @Tag("S35")
    void a_group_goes_on_after_a_commit_that_some_members_can_not_apply(RunningServer server) throws IOException {
        var mallory = server.client(RunningServer.newUser("mallory"), "laptop");
        var bob = server.client(RunningServer.newUser("bob"), "phone");
        var carol = server.client(RunningServer.newUser("carol"), "phone");
        var dave = server.client(RunningServer.newUser("dave"), "phone");
        group.begin(POLICY, List.of(), mallory, bob, carol, dave);

        // Carol and Dave have leaves 2 and 3, below node 5.
        var broken = group.breakFor(mallory, List.of(4, 6, 5), List.of(carol, dave));
        var winner = group.commit(bob, broken);
        bob.group(groupId).syncTo(broken.seq());

        assertThat(applied(bob).next().action()).isEqualTo("none");
        assertThat(standing(bob, broken).state()).isEqualTo(State.UNSETTLED);
        assertThat(standing(bob, broken).awaited()).containsExactly(5);
        var first = failed(carol, winner);
        assertThat(first.next().action()).isEqualTo("recover");
        assertThat(standing(bob, first.receipt()).state()).isEqualTo(State.SUSPECT);
        var second = failed(dave, winner);
        var disputed = standing(bob, second.receipt());
        assertThat(disputed.state()).isEqualTo(State.DISPUTED);
        assertThat(disputed.failures()).extracting(Standing.Failure::subtree).containsExactly(5, 5);
        assertThat(disputed.doubtful())
                .extracting(Standing.DoubtfulCommit::user)
                .containsExactly(mallory.identity().user());

        // Nobody is stopped by that: those who are cut off come back by themselves, and Bob removes the offender.
        bob.group(groupId).send("Who else can't read this?");
        carol.joinByItself(groupId);
        var last = dave.joinByItself(groupId);
        bob.group(groupId).syncTo(last.seq());
        last = bob.remove(groupId, mallory.identity().user()).receipt();
        for (var member : List.of(carol, dave)) {
            member.group(groupId).syncTo(last.seq());
            assertThat(member.group(groupId).group().epochAuthenticator())
                    .isEqualTo(bob.group(groupId).group().epochAuthenticator());
        }
        applied(carol);
        last = applied(dave).receipt();
        assertThat(standing(bob, last).state()).isEqualTo(State.SETTLED);
        assertThat(bob.http().epoch(groupId, broken.epoch()).standing().state()).isEqualTo(State.DISPUTED);
        assertAudited(server);
    }

    @Test
    @Tag("S35")
    void a_report_that_is_not_the_members_own_word_is_refused(RunningServer server) {
        var alice = server.client(RunningServer.newUser("alice"), "laptop");
        var bob = server.client(RunningServer.newUser("bob"), "phone");
        group.begin(POLICY, List.of(), alice, bob);
        var own = alice.group(groupId).group().reportApplied();
        assertRefused(() -> bob.http().report(groupId, own), "sender-mismatch");
        var octets = own.toArray();
        octets[octets.length - 1] ^= 1;
        assertRefused(() -> alice.http().report(groupId, Octets.of(octets)), "invalid-message");
        assertRefused(() -> alice.http().report(groupId, Octets.utf8("no report")), "malformed-message");
        var stranger = server.client(RunningServer.newUser("stranger"), "phone");
        assertRefused(() -> stranger.http().report(groupId, own), "unknown-group");
        var receipt = alice.http().report(groupId, own).receipt();
        assertThat(alice.http().report(groupId, own).receipt().seq()).isEqualTo(receipt.seq());
    }

    private ReportReceipt failed(MlsClient client, Octets commit) {
        return client.http().report(groupId, client.group(groupId).group().reportFailed(commit));
    }

    private ReportReceipt applied(MlsClient client) {
        return client.http().report(groupId, client.group(groupId).group().reportApplied());
    }

    private Standing standing(MlsClient client, Receipt atLeast) {
        return client.http().group(groupId, atLeast.seq()).standing();
    }

    private void assertAudited(RunningServer server) throws IOException {
        var report = new ObjectMapper().readTree(SabotagedGroup.audit(server, groupId, folder, "--json"));
        assertThat(report.path("reportsApplied").asInt()).isEqualTo(3);
        assertThat(report.path("reportsFailed").asInt()).isEqualTo(2);
        assertThat(report.path("reportsStray").asInt()).isZero();
    }

    private static void assertRefused(ThrowingCallable call, String name) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        EpochalProblemException.class, e -> assertThat(e.name()).isEqualTo(name));
    }
}
