package dev.epochal.simulation.world;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.CreateGroup;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Identity;
import dev.epochal.simulation.traffic.EpochState;
import dev.epochal.simulation.traffic.GroupBook;
import dev.epochal.simulation.traffic.SigningClient;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A group that clients of a world share.
final class Room {
    /// Somebody who is in no group.
    static final Identity STRANGER =
            Identity.newBuilder().setUser("stranger").setClient("phone").build();

    private final GroupBook book;
    private final List<SigningClient> people;
    private final SplittableRandom random;
    private boolean asked;

    /// @param people who may be in it; the first creates it
    Room(String name, List<SigningClient> people, SplittableRandom random) {
        this.random = random.split();
        this.book = new GroupBook(ByteString.copyFromUtf8(name), this.random);
        this.people = List.copyOf(people);
    }

    GroupBook book() {
        return book;
    }

    SigningClient creator() {
        return people.getFirst();
    }

    /// Somebody who isn't in the group; empty if all are.
    List<SigningClient> newcomer(EpochState state) {
        List<SigningClient> outside = new ArrayList<>(people);
        outside.removeAll(state.members());
        return outside.isEmpty() ? List.of() : List.of(outside.get(random.nextInt(outside.size())));
    }

    /// Whether nobody has asked for the group yet, or once in a while in spite of that.
    boolean isToBeCreated() {
        boolean first = !asked;
        asked = true;
        return first || random.nextInt(3) == 0;
    }

    CreateGroup creation() {
        return book.creation(creator());
    }

    /// The group's epochs up to the present one.
    List<EpochState> states(List<GroupEvent> events) {
        List<EpochState> states = new ArrayList<>();
        for (var event : events) {
            if (event.hasGroupCreated()) {
                book.after(event.getGroupCreated().getGroupInfo()).ifPresent(states::add);
            }
            if (event.hasCommitAccepted()) {
                book.after(event.getCommitAccepted().getCommit()).ifPresent(states::add);
            }
        }
        return states;
    }
}
