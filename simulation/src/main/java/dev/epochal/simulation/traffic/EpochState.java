package dev.epochal.simulation.traffic;

import dev.epochal.mls.follow.PublicGroup;
import java.util.List;
import java.util.Optional;

/// A group in an epoch as its members know it.
///
/// @param group the public state
/// @param members those whose keys are at hand, in the order of their leaves
public record EpochState(PublicGroup group, List<SigningClient> members) {
    public EpochState {
        members = List.copyOf(members);
    }

    /// The number of the epoch.
    public long epoch() {
        return group.context().epoch();
    }

    int leafOf(SigningClient member) {
        return Optional.of(members.indexOf(member))
                .filter(index -> index >= 0)
                .orElseThrow(() -> new IllegalArgumentException("It isn't a member"));
    }
}
