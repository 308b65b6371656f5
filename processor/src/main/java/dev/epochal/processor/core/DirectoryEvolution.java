package dev.epochal.processor.core;

import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.Position;
import java.util.List;

/// Takes accepted events into a user's entry of the directory. The same function serves live traffic and replay.
public final class DirectoryEvolution {
    private DirectoryEvolution() {}

    /// The state after an event.
    ///
    /// @throws DamagedHistoryException if the event contradicts the state or itself
    public static DirectoryState evolve(DirectoryState state, DirectoryEvent event) {
        try {
            checkLink(state, event);
            HoldingsChange change = new HoldingsChange(state.holdings());
            List<ListedKeyPackage> taken =
                    event.hasKeyPackagesClaimed() ? change.taken(event.getKeyPackagesClaimed()) : List.of();
            return new DirectoryState(
                    state.user(),
                    holdings(change, event),
                    state.recentWith(new DirectoryState.Remembered(event, taken)));
        } catch (DamagedHistoryException e) {
            throw new DamagedHistoryException("event " + event.getSeq() + ": " + e.getMessage(), e);
        }
    }

    private static Holdings holdings(HoldingsChange change, DirectoryEvent event) {
        return switch (event.getBodyCase()) {
            case KEY_PACKAGES_PUBLISHED -> change.published(event.getKeyPackagesPublished());
            case KEY_PACKAGES_CLAIMED -> change.claimed(event);
            case WELCOME_ACKNOWLEDGED -> change.before();
            case CLIENT_REGISTERED -> change.registered(event.getClientRegistered());
            case CLIENT_REMOVED -> change.removed(event.getClientRemoved());
            case KEY_PACKAGES_REVOKED -> change.revoked(event.getKeyPackagesRevoked());
            case KEY_PACKAGES_EXPIRED -> change.expired(event.getKeyPackagesExpired());
            case BODY_NOT_SET -> throw new DamagedHistoryException("a body that this version doesn't know");
        };
    }

    private static void checkLink(DirectoryState state, DirectoryEvent event) {
        DamagedHistoryException.require(event.getUser().equals(state.user()), "it is another user's");
        DamagedHistoryException.require(event.getSeq() == state.seq() + 1, "its seq isn't the next one");
        Position before = state.lastCommand();
        DamagedHistoryException.require(
                state.seq() < 0
                        || (before.getPartition() == event.getCommand().getPartition()
                                && before.getOffset() < event.getCommand().getOffset()),
                "its command doesn't come after that of the event before");
    }

    /// The state that was stored.
    ///
    /// @throws DamagedHistoryException if the values contradict each other
    public static DirectoryState restore(DirectorySnapshot snapshot) {
        try {
            DirectoryState state = new StoredDirectory(snapshot).state();
            DamagedHistoryException.require(state.seq() == snapshot.seq(), "the newest event has another seq");
            return state;
        } catch (DamagedHistoryException e) {
            throw new DamagedHistoryException("the stored state of event " + snapshot.seq() + ": " + e.getMessage(), e);
        }
    }
}
