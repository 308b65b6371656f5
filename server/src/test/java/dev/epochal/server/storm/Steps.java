package dev.epochal.server.storm;

import dev.epochal.client.Octets;
import dev.epochal.testkit.CommitPlan;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/// What one client does at random.
public final class Steps {
    private final Participant participant;
    private final List<Octets> groups;
    private final List<String> users;
    private final SplittableRandom random;

    /// @param groups all groups that there are
    /// @param users all users that there are
    public Steps(Participant participant, List<Octets> groups, List<String> users, long seed) {
        this.participant = participant;
        this.groups = groups;
        this.users = users;
        this.random = new SplittableRandom(seed);
    }

    /// So many of them.
    public void run(int count) {
        for (int i = 0; i < count; i++) {
            if (random.nextInt(8) == 0) {
                participant.cut();
            }
            participant.pump(Duration.ZERO);
            participant.recover();
            step(i);
        }
    }

    private void step(int number) {
        var memberships = participant.memberships();
        if (memberships.isEmpty()) {
            participant.enter(any(groups));
            return;
        }
        var groupId = any(memberships);
        int chance = random.nextInt(100);
        if (chance < 40) {
            participant.say(
                    groupId,
                    "message " + number + " of " + participant.identity().name());
        } else if (chance < 55) {
            update(groupId);
        } else if (chance < 72) {
            participant.invite(groupId, any(users));
        } else if (chance < 80) {
            remove(groupId);
        } else if (chance < 88) {
            propose(groupId);
        } else if (chance < 96) {
            participant.enter(any(groups));
        } else {
            participant.pump(Duration.ofMillis(20));
        }
    }

    /// The engine makes no path in a group of one.
    private void update(Octets groupId) {
        if (participant.view(groupId).group().members().size() > 1) {
            participant.commit(groupId, CommitPlan.update());
        }
    }

    private void remove(Octets groupId) {
        var others = others(groupId);
        if (!others.isEmpty()) {
            participant.commit(groupId, CommitPlan.remove(List.of(any(others))));
        }
    }

    private void propose(Octets groupId) {
        var group = participant.view(groupId).group();
        var others = others(groupId);
        if (others.isEmpty() || !group.canCommit()) {
            return;
        }
        participant.propose(groupId, random.nextBoolean() ? group.proposeUpdate() : group.proposeRemove(any(others)));
    }

    private List<Integer> others(Octets groupId) {
        var group = participant.view(groupId).group();
        return group.members().stream()
                .map(member -> member.leafIndex())
                .filter(leaf -> leaf != group.leafIndex())
                .toList();
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
