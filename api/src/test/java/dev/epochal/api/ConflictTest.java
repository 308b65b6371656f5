package dev.epochal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.client.CommitBundle;
import dev.epochal.client.Octets;
import dev.epochal.client.Outcome;
import dev.epochal.client.Receipt;
import dev.epochal.projections.read.GroupReads.PendingProposal;
import dev.epochal.schema.record.MalformedMessage;
import dev.epochal.schema.record.NotAMember;
import dev.epochal.schema.record.PolicyRefusal;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.TooLarge;
import dev.epochal.schema.record.UnknownGroup;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class ConflictTest {
    private final RunningApi server = new RunningApi();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void the_loser_learns_who_won_and_what_to_do() {
        server.reads.put(Samples.row(5, 3), Samples.ALICE, Samples.BOB);
        server.reads.put(Samples.GROUP, Samples.commit(3, 1, Samples.BOB, "first"));
        server.reads.put(Samples.GROUP, Samples.commit(4, 2, Samples.BOB, "second"));
        server.reads.put(
                Samples.GROUP,
                new PendingProposal(5, 3, ByteString.copyFromUtf8("ref"), ByteString.copyFromUtf8("proposal")));
        server.log.refuses(Samples.stale(1, 3, 5));
        var conflict = conflict();
        assertThat(conflict.submittedEpoch()).isEqualTo(1);
        assertThat(conflict.currentEpoch()).isEqualTo(3);
        assertThat(conflict.headSeq()).isEqualTo(5);
        assertThat(conflict.winner().orElseThrow().commit()).isEqualTo(Octets.utf8("first"));
        assertThat(conflict.commits()).hasSize(2);
        assertThat(conflict.commits().getLast().epoch()).isEqualTo(2);
        assertThat(conflict.proposals()).hasSize(1);
        assertThat(conflict.proposals().getFirst().proposalRef()).isEqualTo(Octets.utf8("ref"));
        assertThat(conflict.problem().next().action()).isEqualTo("apply-and-retry");
        assertThat(conflict.problem().rfc()).isEqualTo("RFC 9420 §14");
    }

    @Test
    @Tag("S12")
    void whatever_a_stranger_submits_a_group_of_others_looks_as_if_it_were_absent() {
        server.reads.put(Samples.row(4, 2), Samples.BOB);
        server.log.refuses(Refusal.newBuilder()
                .setUnknownGroup(UnknownGroup.getDefaultInstance())
                .build());
        var absent = server.post("/v1/groups/AAAA/messages", "{\"message\":\"AAEC\"}");
        for (var refusal : List.of(
                Refusal.newBuilder().setNotAMember(NotAMember.getDefaultInstance()),
                Refusal.newBuilder().setMalformedMessage(MalformedMessage.getDefaultInstance()),
                Refusal.newBuilder().setTooLarge(TooLarge.getDefaultInstance()),
                Refusal.newBuilder().setPolicyRefusal(PolicyRefusal.getDefaultInstance()))) {
            server.log.refuses(refusal.setDetail("a reason").build());
            var foreign = server.post(Samples.PATH + "/messages", "{\"message\":\"AAEC\"}");
            assertThat(foreign.status()).isEqualTo(404);
            foreign.assertLooksLike(absent);
        }
    }

    @Test
    void who_was_in_the_group_is_told_why() {
        server.reads.put(Samples.row(4, 2), Samples.ALICE);
        server.log.refuses(Refusal.newBuilder()
                .setNotAMember(NotAMember.getDefaultInstance())
                .build());
        assertThat(server.post(Samples.PATH + "/messages", "{\"message\":\"AAEC\"}")
                        .problem())
                .isEqualTo("not-a-member");
    }

    @Test
    void the_answer_fits_together_while_the_group_goes_on() {
        server.reads.put(Samples.row(3, 2), Samples.ALICE);
        server.reads.put(Samples.GROUP, Samples.commit(3, 1, Samples.BOB, "first"));
        server.reads.afterCommits = () -> {
            server.reads.put(Samples.GROUP, Samples.commit(4, 2, Samples.BOB, "second"));
            server.reads.put(
                    Samples.GROUP,
                    new PendingProposal(5, 3, ByteString.copyFromUtf8("ref"), ByteString.copyFromUtf8("proposal")));
            server.reads.put(Samples.row(5, 3), Samples.ALICE);
        };
        server.log.refuses(Samples.stale(1, 2, 3));
        var conflict = conflict();
        assertThat(conflict.commits()).hasSize(1);
        assertThat(conflict.currentEpoch()).isEqualTo(2);
        assertThat(conflict.headSeq()).isEqualTo(3);
        assertThat(conflict.proposals()).isEmpty();
        server.log.refuses(Samples.stale(1, 2, 3));
        server.reads.afterCommits = () -> {};
        assertThat(conflict().commits()).hasSize(2);
        assertThat(conflict().proposals()).hasSize(1);
    }

    @Test
    void the_answer_waits_for_the_read_model() {
        server.reads.put(Samples.row(2, 1), Samples.ALICE);
        server.log.refuses(Samples.stale(1, 2, 3));
        Thread.ofVirtual().start(() -> {
            server.reads.put(Samples.GROUP, Samples.commit(3, 1, Samples.BOB, "late"));
            server.reads.put(Samples.row(3, 2), Samples.ALICE);
        });
        assertThat(conflict().winner().orElseThrow().commit()).isEqualTo(Octets.utf8("late"));
    }

    @Test
    void nobody_is_told_to_join_anew_by_a_read_model_that_does_not_know_it_yet() {
        server.reads.put(Samples.row(0, 0), Samples.BOB);
        server.log.refuses(Samples.stale(1, 2, 3));
        var conflict = conflict();
        assertThat(conflict.problem().next().action()).isEqualTo("fetch");
        assertThat(conflict.commits()).isEmpty();
        Thread.ofVirtual().start(() -> {
            server.reads.put(Samples.GROUP, Samples.commit(3, 1, Samples.BOB, "late"));
            server.reads.put(Samples.row(3, 2), Samples.ALICE, Samples.BOB);
        });
        assertThat(server.client("alice")
                        .follow(Octets.of(Samples.GROUP.toByteArray()), 3)
                        .readTo(3))
                .hasSize(1);
    }

    @Test
    void who_is_far_behind_reads_on_from_the_last_commit() {
        server.reads.put(Samples.row(100, 60), Samples.ALICE);
        for (int epoch = 0; epoch < 60; epoch++) {
            server.reads.put(Samples.GROUP, Samples.commit(epoch + 1, epoch, Samples.BOB, "commit " + epoch));
        }
        server.log.refuses(Samples.stale(0, 60, 100));
        var conflict = conflict();
        assertThat(conflict.commits()).hasSize(50);
        assertThat(conflict.problem().next().action()).isEqualTo("fetch");
        assertThat(conflict.problem().next().hints()).containsEntry("events", Samples.PATH + "/events?from=51");
    }

    @Test
    void the_winner_is_told_that_it_has_won() {
        server.reads.put(Samples.row(3, 2), Samples.ALICE);
        server.reads.put(Samples.GROUP, Samples.commit(3, 1, Samples.ALICE, "commit"));
        server.log.refuses(Samples.stale(1, 2, 3));
        assertThat(conflict().problem().next().action()).isEqualTo("you-already-won");
    }

    @Test
    void who_is_no_member_any_more_learns_nothing_but_to_join_anew() {
        server.reads.put(Samples.row(3, 2), Samples.BOB);
        server.reads.put(Samples.GROUP, Samples.commit(3, 1, Samples.BOB, "remove alice"));
        server.log.refuses(Samples.stale(1, 2, 3));
        var reply = server.post(Samples.PATH + "/messages", "{\"message\":\"AAEC\"}");
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.json().path("next").path("action").asText()).isEqualTo("rejoin");
        assertThat(reply.json().has("winner")).isFalse();
        assertThat(reply.json().has("commits")).isFalse();
    }

    @Test
    void who_proposes_from_outside_is_told_the_present_epoch_and_not_to_join() {
        server.reads.put(Samples.row(3, 2), Samples.BOB);
        var stale = Samples.stale(1, 2, 3).toBuilder();
        stale.getStaleEpochBuilder().setFromOutside(true);
        server.log.refuses(stale.build());
        var reply = server.post(Samples.PATH + "/proposals", "{\"proposal\":\"AAEC\"}");
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.json().path("next").path("action").asText()).isEqualTo("fetch");
        assertThat(reply.json().path("next").has("welcomes")).isFalse();
        assertThat(reply.json().path("currentEpoch").asLong()).isEqualTo(2);
        assertThat(reply.json().has("winner")).isFalse();
    }

    private Outcome.Conflict<Receipt> conflict() {
        var bundle = CommitBundle.of(Octets.utf8("commit"), Octets.utf8("info"));
        return switch (server.client("alice").submitCommit(Samples.GROUP_ID, bundle)) {
            case Outcome.Conflict<Receipt> conflict -> conflict;
            case Outcome.Accepted<Receipt> accepted -> throw new AssertionError(accepted);
        };
    }
}
