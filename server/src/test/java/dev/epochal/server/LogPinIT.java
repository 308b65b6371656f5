package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.epochal.client.CommitBundle;
import dev.epochal.client.EpochalClient;
import dev.epochal.client.EpochalProblemException;
import dev.epochal.client.GroupPolicy;
import dev.epochal.client.Handshakes;
import dev.epochal.client.Octets;
import dev.epochal.client.Permission;
import dev.epochal.mls.extension.Extension;
import dev.epochal.schema.history.LogPin;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The log that the members of a group have agreed on changes only where the policy lets it.
@ExtendWith(SharedServer.class)
class LogPinIT {
    private final Octets groupId = RunningServer.newGroupId();

    private static Extension pin(int key) {
        byte[] octets = new byte[32];
        Arrays.fill(octets, (byte) key);
        return new Extension(
                LogPin.EXTENSION_TYPE, new LogPin("chat.example.org", ByteString.copyFrom(octets)).contents());
    }

    @Test
    void a_commit_that_changes_or_drops_the_pinned_log_is_refused_unless_the_policy_allows_it(RunningServer server) {
        var user = RunningServer.newUser("alice");
        var token = server.tokens().token(user, "laptop", Duration.ofHours(1));
        var alice = server.http().withToken(() -> token);
        var member = new PaperMember(user + "/laptop", groupId);
        alice.directory().register("laptop", List.of(member.signatureKey()));
        var founding = member.founding(List.of(pin(1)));
        alice.createGroup(founding, Handshakes.PUBLIC, GroupPolicy.defaults());
        var group = member.begin(founding);

        assertPinned(alice, member.commit(group, List.of(pin(2))));
        assertPinned(alice, member.commit(group, List.of()));

        alice.changePolicy(
                groupId, GroupPolicy.defaults().administrator(user, "laptop").changeLog(Permission.ADMINISTRATORS));
        var receipt = alice.submitCommit(groupId, member.commit(group, List.of(pin(2))))
                .orThrow();
        assertThat(alice.group(groupId, receipt.seq()).epoch()).isEqualTo(1);
    }

    private void assertPinned(EpochalClient client, CommitBundle commit) {
        assertThatThrownBy(() -> client.submitCommit(groupId, commit).orThrow())
                .isInstanceOfSatisfying(EpochalProblemException.class, refused -> {
                    assertThat(refused.name()).isEqualTo("log-pinned");
                    assertThat(refused.problem().status()).isEqualTo(403);
                });
    }
}
