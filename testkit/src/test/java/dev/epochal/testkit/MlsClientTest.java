package dev.epochal.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.client.EpochalClient;
import dev.epochal.client.EpochalProblemException;
import dev.epochal.client.Member;
import dev.epochal.client.Octets;
import dev.epochal.client.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MlsClientTest {
    private static final Octets GROUP = Octets.utf8("group");
    private static final DevelopmentTokens TOKENS = new DevelopmentTokens("a secret of at least thirty-two bytes");

    private final StubDeliveryService service = new StubDeliveryService();
    private final EpochalClient http = EpochalClient.connect(service.uri(), () -> "");
    private final MlsClient alice = client("alice");
    private final MlsClient bob = client("bob");
    private final MlsClient carol = client("carol");

    private MlsClient client(String user) {
        return MlsClient.create(http, user, "phone", () -> TOKENS.token(user, "phone", Duration.ofHours(1)));
    }

    @BeforeEach
    void three_members() {
        bob.publishKeyPackages(2);
        carol.publishKeyPackages(1);
        alice.createGroup(GROUP);
        alice.invite(GROUP, List.of("bob", "carol"));
        assertThat(bob.acceptWelcomes(Duration.ZERO)).containsExactly(GROUP);
        assertThat(carol.acceptWelcomes(Duration.ZERO)).containsExactly(GROUP);
    }

    @AfterEach
    void stop() {
        http.close();
        service.close();
    }

    private void assertSameEpoch(long epoch, MlsClient... clients) {
        for (var client : clients) {
            assertThat(client.group(GROUP).group().epoch()).isEqualTo(epoch);
            assertThat(client.group(GROUP).group().epochAuthenticator())
                    .isEqualTo(clients[0].group(GROUP).group().epochAuthenticator());
        }
    }

    @Test
    void a_welcome_is_acknowledged_and_joined_once() {
        assertThat(bob.acceptWelcomes(Duration.ZERO)).isEmpty();
        assertSameEpoch(1, alice, bob, carol);
    }

    @Test
    void a_loser_who_was_away_for_many_epochs_reads_the_history() {
        for (int i = 0; i < 12; i++) {
            alice.update(GROUP);
        }

        var report = bob.update(GROUP);

        assertThat(report.lost()).hasSize(1);
        assertThat(report.receipt().epoch()).isEqualTo(14);
        carol.group(GROUP).sync(Duration.ZERO);
        alice.group(GROUP).sync(Duration.ZERO);
        assertSameEpoch(14, alice, bob, carol);
    }

    @Test
    void a_lost_race_leaves_no_message_unread() {
        alice.group(GROUP).send("before");
        alice.update(GROUP);
        alice.group(GROUP).send("after");

        bob.update(GROUP);

        assertThat(bob.group(GROUP).sync(Duration.ZERO))
                .extracting(received -> received.message().text())
                .containsExactly("before", "after");
    }

    @Test
    void a_winner_with_proposals_that_the_loser_has_not_seen_is_read_from_the_history() {
        var proposal = carol.group(GROUP).group().proposeUpdate();
        assertThat(carol.group(GROUP).propose(proposal)).isInstanceOf(Outcome.Accepted.class);
        alice.group(GROUP).sync(Duration.ZERO);
        alice.update(GROUP);

        var report = bob.update(GROUP);
        carol.group(GROUP).sync(Duration.ZERO);
        alice.group(GROUP).sync(Duration.ZERO);

        assertThat(report.lost()).hasSize(1);
        assertSameEpoch(3, alice, bob, carol);
    }

    @Test
    void a_removed_member_learns_it_and_can_be_added_again() {
        alice.remove(GROUP, "bob");
        bob.group(GROUP).sync(Duration.ZERO);
        carol.group(GROUP).sync(Duration.ZERO);

        assertThat(bob.group(GROUP).group().isRemoved()).isTrue();
        assertThatThrownBy(() -> bob.group(GROUP).send("hello")).hasMessageContaining("removed");

        carol.invite(GROUP, List.of("bob"));
        bob.acceptWelcomes(Duration.ZERO);
        assertThat(bob.group(GROUP).group().members()).extracting(Member::user).contains("bob");
        assertSameEpoch(3, carol, bob);
    }

    @Test
    void an_own_commit_whose_answer_was_lost_is_merged_when_it_turns_out_to_have_won() {
        var group = alice.group(GROUP);
        var lost = group.group().stage(CommitPlan.update());
        service.answersTheNextCommitWith(500);
        assertThatThrownBy(() -> group.submit(lost)).isInstanceOf(EpochalProblemException.class);

        assertThat(group.submit(group.group().stage(CommitPlan.update()))).isInstanceOf(Outcome.Conflict.class);
        bob.group(GROUP).sync(Duration.ZERO);

        assertSameEpoch(2, alice, bob);
    }

    @Test
    void a_message_for_a_past_epoch_is_encrypted_anew() {
        alice.update(GROUP);

        bob.group(GROUP).send("late");

        assertThat(alice.group(GROUP).sync(Duration.ZERO))
                .singleElement()
                .satisfies(received -> assertThat(received.message().epoch()).isEqualTo(2));
    }
}
