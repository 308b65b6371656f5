package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bouncycastle.mls.codec.Proposal;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Live clients that do what comes to their minds. The seed stands in the name of the test.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class RandomHistoryTest {
    private static final int STEPS = 40;
    private static final int MEMBERS_MAX = 9;

    /// A group, those who are in it, and those whose turn it never is again.
    private static final class World {
        private final SplittableRandom random;
        private final List<LiveClient> members = new ArrayList<>();
        private final List<ByteString> proposals = new ArrayList<>();
        private final List<GroupCommand> accepted = new ArrayList<>();
        private final Scene scene;
        private int names;

        World(long seed) {
            random = new SplittableRandom(seed);
            LiveClient creator = newcomer();
            members.add(creator);
            scene = Scene.createdBy(
                    creator,
                    GroupPolicy.newBuilder()
                            .setExternalJoin(Permission.PERMISSION_ANYBODY)
                            .setMessageEpochsBehindMax(2)
                            .build());
        }

        private LiveClient newcomer() {
            return LiveClient.named("user" + names++ + "/client");
        }

        private LiveClient anyMember() {
            return members.get(random.nextInt(members.size()));
        }

        void step() {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> commit();
                case 3 -> propose();
                case 4, 5 -> {
                    LiveClient sender = anyMember();
                    accept(scene.message(sender, sender.message("message " + scene.events.size())));
                }
                case 6 -> joinByItself();
                default -> repeat();
            }
            scene.now += random.nextInt(1_000);
        }

        private void commit() {
            LiveClient committer = anyMember();
            List<Proposal> extra = new ArrayList<>();
            List<LiveClient> joiners = new ArrayList<>();
            if (members.size() < MEMBERS_MAX && random.nextBoolean()) {
                LiveClient joiner = newcomer();
                joiners.add(joiner);
                extra.add(LiveClient.add(joiner));
            }
            Optional<LiveClient> leaver = Optional.empty();
            if (members.size() > 3 && proposals.isEmpty() && random.nextInt(3) == 0) {
                leaver = Optional.of(anyMember()).filter(member -> member != committer);
                leaver.ifPresent(member -> extra.add(LiveClient.remove(member.leafIndex())));
            }
            boolean alone = members.size() == 1;
            if (alone && joiners.isEmpty()) {
                return;
            }
            LiveClient.Staged staged = committer.stage(extra, !alone);
            accept(scene.command(committer, staged.submission()));
            leaver.ifPresent(members::remove);
            others(committer).forEach(member -> member.apply(staged.submission().getCommit()));
            committer.merge(staged);
            joiners.forEach(
                    joiner -> members.add(joiner.join(staged.submission().getWelcome())));
            proposals.clear();
        }

        private void propose() {
            LiveClient proposer = anyMember();
            if (members.size() >= MEMBERS_MAX) {
                return;
            }
            ByteString proposal = proposer.proposeAdd(newcomer());
            accept(scene.proposal(proposer, proposal));
            others(proposer).forEach(member -> member.apply(proposal));
            proposals.add(proposal);
        }

        private void joinByItself() {
            if (members.size() >= MEMBERS_MAX) {
                return;
            }
            LiveClient joiner = newcomer();
            var join = joiner.joinByItself(anyMember().groupInfo(true), Optional.empty());
            accept(scene.command(joiner, join));
            members.forEach(member -> member.apply(join.getCommit()));
            members.add(joiner);
            proposals.clear();
        }

        private List<LiveClient> others(LiveClient one) {
            return members.stream().filter(member -> member != one).toList();
        }

        private void repeat() {
            if (!accepted.isEmpty()) {
                GroupCommand command = accepted.get(random.nextInt(accepted.size()));
                assertThat(scene.repeated(command).getReplayed()).isTrue();
            }
        }

        private void accept(GroupCommand command) {
            scene.given(command);
            accepted.add(command);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void live_state_and_replay_and_stored_state_are_one(long seed) {
        World world = new World(seed);
        for (int i = 0; i < STEPS; i++) {
            world.step();
            if (i % 10 == 0) {
                assertStoredAndGoOn(world);
            }
        }

        Optional<GroupState> replayed = Optional.empty();
        for (GroupEvent event : world.scene.events) {
            replayed = Optional.of(GroupEvolution.evolve(replayed, event));
        }
        assertThat(replayed.orElseThrow().snapshot())
                .isEqualTo(world.scene.state().snapshot());
        assertAgreed(world);
    }

    /// From a stored state everything goes on as it would have.
    private static void assertStoredAndGoOn(World world) {
        GroupSnapshot live = world.scene.state().snapshot();
        GroupState restored = GroupEvolution.restore(live);
        assertThat(restored.snapshot()).isEqualTo(live);
        world.scene.state = Optional.of(restored);
    }

    private static void assertAgreed(World world) {
        GroupState state = world.scene.state();
        assertThat(world.members).allSatisfy(member -> {
            assertThat(member.epoch()).isEqualTo(state.epoch());
            assertThat(member.epochAuthenticator())
                    .isEqualTo(world.members.getFirst().epochAuthenticator());
            assertThat(state.hasMember(member.identity())).isTrue();
            assertThat(Identities.of(state.group().leaf(member.leafIndex()).orElseThrow()))
                    .contains(member.identity());
        });
        for (int i = 0; i < world.scene.events.size(); i++) {
            assertThat(world.scene.events.get(i).getHeader().getSeq()).isEqualTo(i);
        }
    }
}
