package dev.epochal.projections.read;

import static dev.epochal.projections.project.History.ALICE;
import static dev.epochal.projections.project.History.BOB;
import static dev.epochal.projections.project.History.octets;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.epochal.projections.database.TestDatabase;
import dev.epochal.projections.project.Directory;
import dev.epochal.projections.project.History;
import dev.epochal.projections.project.Replay;
import dev.epochal.projections.read.ClientReads.WelcomeRow;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Identity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReadModelIT {
    private static final Identity CAROL = History.identity("carol", "tablet");

    private final DataSource dataSource = TestDatabase.empty();
    private final ReadModel reads = new ReadModel(dataSource);
    private final History history = new History("group", Replay.PARTITION);
    private final Replay<GroupEvent> groups = Replay.groups(dataSource);
    private final Replay<DirectoryEvent> directory = Replay.directory(dataSource);

    @Test
    void tells_nothing_of_what_does_not_exist() {
        ByteString nothing = octets("nothing");
        assertThat(reads.group(nothing)).isEmpty();
        assertThat(reads.members(nothing)).isEmpty();
        assertThat(reads.events(nothing, 0, 10)).isEmpty();
        assertThat(reads.isMember(nothing, ALICE)).isFalse();
        assertThat(reads.groupsOf(ALICE)).isEmpty();
        assertThat(reads.welcomes(ALICE, 10)).isEmpty();
        assertThat(reads.stock(ALICE, 0)).isEmpty();
        assertThat(reads.groups(Set.of(nothing), 10)).isEmpty();
        assertThat(reads.users(Set.of("nobody"), 10, 10)).isEmpty();
        assertThat(reads.verdict(UUID.randomUUID())).isEmpty();
        assertThat(reads.nextOffset(Topic.GROUP_EVENTS, 7)).isZero();
    }

    @Test
    void tells_a_group_with_its_members_and_pending_proposals() {
        project(history.created(ALICE), history.added(BOB, 1, false), history.proposed("one"), history.proposed("two"));
        var row = reads.group(history.groupId()).orElseThrow();
        assertThat(row.seq()).isEqualTo(3);
        assertThat(row.head()).isEqualTo(history.head());
        assertThat(row.epoch()).isEqualTo(1);
        assertThat(row.handshakes()).isEqualTo(1);
        assertThat(row.cipherSuite()).isEqualTo(3);
        assertThat(row.treeHash()).isEqualTo(History.octets32("tree 1"));
        assertThat(row.confirmedTranscriptHash()).isEqualTo(History.octets32("transcript 1"));
        assertThat(reads.groupInfo(history.groupId()))
                .contains(new GroupReads.GroupInfoRow(
                        1,
                        1,
                        octets("GroupInfo 1"),
                        GroupPolicy.newBuilder().setLeavesMax(7).build()));
        assertThat(row.createdAt()).isEqualTo(1_000);
        assertThat(row.updatedAt()).isEqualTo(1_003);
        assertThat(reads.members(history.groupId()))
                .containsExactly(
                        new GroupReads.MemberRow(0, ALICE, octets("key of alice at 1")),
                        new GroupReads.MemberRow(1, BOB, octets("key of bob at 1")));
        assertThat(reads.pendingProposals(history.groupId()))
                .containsExactly(
                        new GroupReads.PendingProposal(2, 1, octets("one"), octets("Proposal one")),
                        new GroupReads.PendingProposal(3, 1, octets("two"), octets("Proposal two")));
    }

    @Test
    void membership_counts_for_the_very_client_and_only_while_it_lasts() {
        project(history.created(ALICE), history.added(BOB, 1, false));
        assertThat(reads.isMember(history.groupId(), BOB)).isTrue();
        assertThat(reads.isMember(history.groupId(), History.identity("bob", "other")))
                .isFalse();
        assertThat(reads.groupsOf(BOB)).containsExactly(new GroupReads.GroupHead(history.groupId(), 1, 1));
        project(history.removed(BOB, 1));
        assertThat(reads.isMember(history.groupId(), BOB)).isFalse();
        assertThat(reads.groupsOf(BOB)).isEmpty();
        assertThat(reads.groupsOf(ALICE)).containsExactly(new GroupReads.GroupHead(history.groupId(), 2, 2));
    }

    @Test
    void events_come_in_order_from_any_seq_and_no_more_than_asked_for() {
        GroupEvent[] events = {history.created(ALICE), history.said("one"), history.said("two"), history.said("three")};
        project(events);
        assertThat(reads.events(history.groupId(), 0, 100)).containsExactly(events);
        assertThat(reads.events(history.groupId(), 1, 2)).containsExactly(events[1], events[2]);
        assertThat(reads.events(history.groupId(), 4, 2)).isEmpty();
    }

    @Test
    void commits_since_an_epoch_leave_everything_else_out() {
        GroupEvent created = history.created(ALICE);
        GroupEvent first = history.added(BOB, 1, false);
        GroupEvent said = history.said("between");
        GroupEvent second = history.added(CAROL, 2, false);
        GroupEvent third = history.removed(CAROL, 2);
        project(created, first, said, second, third);
        assertThat(reads.commitsSince(history.groupId(), 0, 10)).containsExactly(first, second, third);
        assertThat(reads.commitsSince(history.groupId(), 1, 1)).containsExactly(second);
        assertThat(reads.commitsSince(history.groupId(), 3, 10)).isEmpty();
    }

    @Test
    void tells_the_event_that_began_an_epoch_and_the_epochs_that_had_a_tree() {
        GroupEvent created = history.created(ALICE);
        GroupEvent said = history.said("between");
        GroupEvent added = history.added(BOB, 1, false);
        project(created, said, added);
        assertThat(reads.beginning(history.groupId(), 0)).contains(created);
        assertThat(reads.beginning(history.groupId(), 1)).contains(added);
        assertThat(reads.beginning(history.groupId(), 2)).isEmpty();
        assertThat(reads.commitOutline(history.groupId(), 1)).contains(CommitOutline.of(added));
        assertThat(reads.commitOutline(history.groupId(), 0))
                .as("no Commit led there")
                .isEmpty();
        assertThat(reads.epochsOfTree(history.groupId(), History.octets32("tree 0")))
                .containsExactly(0L);
        assertThat(reads.epochsOfTree(history.groupId(), History.octets32("tree 2")))
                .containsExactly(1L);
        assertThat(reads.epochsOfTree(history.groupId(), History.octets32("tree 7")))
                .isEmpty();
        assertThat(reads.epochsOfTree(history.groupId(), ByteString.EMPTY)).isEmpty();
        var tree = reads.headTree(history.groupId()).orElseThrow();
        assertThat(tree.epoch()).isEqualTo(1);
        assertThat(tree.treeHash()).isEqualTo(History.octets32("tree 2"));
        assertThat(tree.nodes())
                .isEqualTo(Map.of(0, octets("leaf of alice"), 1, octets("parent"), 2, octets("leaf of bob")));
        assertThat(reads.headTree(octets("nothing"))).isEmpty();
    }

    @Test
    void epochs_of_the_upper_half_of_64_bits_come_after_those_of_the_lower_half() {
        GroupEvent created = atEpoch(history.created(ALICE), Long.MAX_VALUE);
        GroupEvent crossing = linked(history.added(BOB, 1, false), created, Long.MAX_VALUE);
        GroupEvent behind = linked(history.removed(BOB, 1), crossing, Long.MIN_VALUE);
        project(created, crossing, behind);
        assertThat(reads.commitsSince(history.groupId(), Long.MAX_VALUE, 10)).containsExactly(crossing, behind);
        assertThat(reads.commitsSince(history.groupId(), Long.MIN_VALUE, 10)).containsExactly(behind);
        assertThat(reads.group(history.groupId()).orElseThrow().epoch()).isEqualTo(Long.MIN_VALUE + 1);
    }

    @Test
    void finds_an_event_by_its_idempotency_key_in_its_own_group_only() {
        GroupEvent created = history.created(ALICE);
        GroupEvent said = history.said("one");
        project(created, said);
        ByteString key = said.getHeader().getIdempotencyKey();
        assertThat(reads.byIdempotencyKey(history.groupId(), key)).contains(said);
        assertThat(reads.byIdempotencyKey(octets("other"), key)).isEmpty();
        assertThat(reads.byIdempotencyKey(history.groupId(), said.getHeader().getBodyDigest()))
                .isEmpty();
    }

    @Test
    void welcomes_wait_oldest_first_until_their_recipient_acknowledges_them() {
        var other = new History("other", Replay.PARTITION);
        project(history.created(ALICE), history.said("later"), history.added(BOB, 1, false));
        project(other.created(ALICE), other.added(BOB, 1, false));
        List<WelcomeRow> waiting = reads.welcomes(BOB, 10);
        assertThat(waiting).extracting(WelcomeRow::groupId).containsExactly(other.groupId(), history.groupId());
        assertThat(waiting.getLast().seq()).isEqualTo(2);
        assertThat(waiting.getLast().epoch()).isEqualTo(1);
        assertThat(waiting.getLast().keyPackageRef()).isEqualTo(octets("ref of bob"));
        assertThat(waiting.getLast().welcome()).isEqualTo(History.welcome(BOB));
        assertThat(reads.welcomes(BOB, 1)).containsExactly(waiting.getFirst());
        assertThat(reads.welcomes(ALICE, 10)).isEmpty();
        var mallory = new Directory("mallory");
        directory.with(mallory.acknowledged("phone", waiting.getFirst().id())).project(10);
        assertThat(reads.welcomes(BOB, 10)).isEqualTo(waiting);
        directory
                .with(new Directory("bob")
                        .acknowledged("laptop", waiting.getFirst().id()))
                .project(10);
        assertThat(reads.welcomes(BOB, 10)).containsExactly(waiting.getLast());
    }

    @Test
    void each_recipient_of_a_welcome_gets_its_own_secrets_only() throws Exception {
        project(history.created(ALICE), history.addedTogether(false, 1, BOB, CAROL));
        for (Identity each : List.of(BOB, CAROL)) {
            var row = reads.welcomes(each, 10).getFirst();
            assertThat(row.welcome()).isEqualTo(History.welcome(each));
            assertThat(reads.welcome(each, history.groupId(), 1)).contains(row);
            assertThat(reads.welcome(each, row.id())).contains(row);
        }
        assertThat(reads.welcome(BOB, reads.welcomes(CAROL, 10).getFirst().id()))
                .isEmpty();
        assertThat(reads.welcome(ALICE, history.groupId(), 1)).isEmpty();
    }

    @Test
    void who_came_hidden_with_others_gets_all_hidden_secrets_until_its_key_package_is_known() {
        project(history.created(ALICE), history.addedTogether(true, 1, BOB, CAROL));
        var all = reads.welcome(BOB, history.groupId(), 1).orElseThrow().welcome();
        assertThat(all.toStringUtf8()).contains("secrets of bob", "secrets of carol");
        directory
                .with(new Directory("bob").published("laptop", 1_000, "ref of bob"))
                .project(10);
        assertThat(reads.welcome(BOB, history.groupId(), 1).orElseThrow().welcome())
                .isEqualTo(History.welcome(BOB));
    }

    @Test
    void a_welcome_whose_recipient_the_group_hides_is_for_the_owner_of_the_key_package() {
        project(history.created(ALICE), history.added(BOB, 1, true));
        assertThat(reads.welcomes(BOB, 10)).isEmpty();
        directory
                .with(new Directory("bob").published("laptop", 99, "ref of bob"))
                .project(10);
        assertThat(reads.welcomes(BOB, 10)).hasSize(1);
        assertThat(reads.welcomes(History.identity("bob", "phone"), 10)).isEmpty();
    }

    @Test
    void counts_the_key_packages_that_can_be_claimed_now() {
        var bob = new Directory("bob");
        directory
                .with(
                        bob.published("laptop", 50, "a", "b"),
                        bob.published("laptop", -1, "for ever"),
                        bob.published("phone", 99, "of another client"),
                        bob.claimed(ALICE, "laptop", "a"))
                .project(10);
        assertThat(reads.stock(BOB, 50)).containsExactly(new DirectoryReads.StockRow(3, 2, false, false));
        assertThat(reads.stock(BOB, 51)).containsExactly(new DirectoryReads.StockRow(3, 1, false, false));
    }

    @Test
    void loads_whole_states_of_several_groups_at_once() {
        var other = new History("other", Replay.PARTITION);
        GroupEvent proposed = proposedAfter();
        project(other.created(BOB));
        var states = reads.groups(Set.of(history.groupId(), other.groupId(), octets("nothing")), 2);
        assertThat(states).containsOnlyKeys(history.groupId(), other.groupId());
        var state = requireNonNull(states.get(history.groupId()));
        assertThat(state.seq()).isEqualTo(2);
        assertThat(state.head()).isEqualTo(history.head());
        assertThat(state.logId()).isEqualTo(History.octets32("log"));
        assertThat(state.epoch()).isEqualTo(1);
        assertThat(state.policy())
                .isEqualTo(GroupPolicy.newBuilder().setLeavesMax(7).build());
        assertThat(state.successorGroupId()).isEmpty();
        assertThat(state.confirmationTag()).isEqualTo(History.octets32("tag 1"));
        assertThat(state.treeSize()).isEqualTo(3);
        assertThat(state.nodes().get(2)).isEqualTo(octets("leaf of bob"));
        assertThat(state.nodes()).containsOnlyKeys(0, 1, 2);
        assertThat(state.pending()).extracting(GroupReads.PendingProposal::seq).containsExactly(2L);
        assertThat(state.recent()).extracting(event -> event.header().getSeq()).containsExactly(1L, 2L);
        var newest = state.recent().getLast();
        assertThat(newest.kind()).isEqualTo(GroupEvent.PROPOSAL_ACCEPTED_FIELD_NUMBER);
        assertThat(newest.proposalRef()).isEqualTo(octets("ref"));
        assertThat(newest.header())
                .isEqualTo(proposed.getHeader().toBuilder()
                        .clearGroupId()
                        .clearLogId()
                        .clearPayloadSalt()
                        .clearPayloadHash()
                        .build());
        assertThat(requireNonNull(states.get(other.groupId())).recent()).hasSize(1);
    }

    private GroupEvent proposedAfter() {
        GroupEvent created = history.created(ALICE);
        GroupEvent added = history.added(BOB, 1, false);
        GroupEvent proposed = history.proposed("ref");
        project(created, added, proposed);
        return proposed;
    }

    @Test
    void finds_earlier_events_by_key_or_digest_however_old() {
        GroupEvent created = history.created(ALICE);
        GroupEvent one = history.said("one");
        GroupEvent two = history.said("two");
        project(created, one, two);
        var found = reads.earlier(
                history.groupId(),
                List.of(one.getHeader().getIdempotencyKey(), octets("unknown")),
                List.of(two.getHeader().getBodyDigest()));
        assertThat(found).extracting(event -> event.header().getSeq()).containsExactly(1L, 2L);
        assertThat(reads.earlier(history.groupId(), List.of(), List.of())).isEmpty();
    }

    @Test
    void answers_at_a_point_only_if_the_snapshot_has_reached_it() {
        GroupEvent created = history.created(ALICE);
        GroupEvent said = history.said("one");
        project(created, said);
        long reached = reads.nextOffset(Topic.GROUP_EVENTS, Replay.PARTITION);
        var keys = List.of(said.getHeader().getIdempotencyKey());
        var exact = reads.at(new ReadPoint(Topic.GROUP_EVENTS, Replay.PARTITION, reached));
        assertThat(exact.groups(Set.of(history.groupId()), 2)).hasSize(1);
        assertThat(exact.earlier(history.groupId(), keys, List.of())).hasSize(1);
        assertThat(exact.earlier(history.groupId(), List.of(octets("unknown")), List.of()))
                .isEmpty();
        assertThat(exact.halted(Topic.GROUP_EVENTS, Set.of(history.groupId()))).isEmpty();
        var tooFar = reads.at(new ReadPoint(Topic.GROUP_EVENTS, Replay.PARTITION, reached + 1));
        assertThatThrownBy(() -> tooFar.groups(Set.of(history.groupId()), 2))
                .isInstanceOf(ReadPointMissedException.class);
        assertThatThrownBy(() -> tooFar.users(Set.of("bob"), 2, 2)).isInstanceOf(ReadPointMissedException.class);
        assertThatThrownBy(() -> tooFar.earlier(history.groupId(), keys, List.of()))
                .isInstanceOf(ReadPointMissedException.class);
        assertThatThrownBy(() -> tooFar.halted(Topic.GROUP_EVENTS, Set.of(history.groupId())))
                .isInstanceOf(ReadPointMissedException.class);
    }

    private void project(GroupEvent... events) {
        groups.with(events).project(10);
    }

    private static GroupEvent atEpoch(GroupEvent event, long epoch) {
        var header = event.getHeader().toBuilder().setEpochBefore(epoch).setEpochAfter(epoch);
        return event.toBuilder()
                .setHeader(CanonicalHeader.seal(header.build(), event))
                .build();
    }

    private static GroupEvent linked(GroupEvent event, GroupEvent before, long epochBefore) {
        var header = event.getHeader().toBuilder()
                .setPreviousHead(before.getHeader().getLeafHash())
                .setEpochBefore(epochBefore)
                .setEpochAfter(epochBefore + 1);
        return event.toBuilder()
                .setHeader(CanonicalHeader.seal(header.build(), event))
                .build();
    }
}
