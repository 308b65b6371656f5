package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.processor.core.DirectorySnapshot.StoredDirectoryEvent;
import dev.epochal.processor.core.DirectorySnapshot.StoredKeyPackage;
import dev.epochal.schema.record.ClaimedKeyPackage;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.KeyPackagesClaimed;
import dev.epochal.schema.record.KeyPackagesPublished;
import dev.epochal.schema.record.Position;
import dev.epochal.schema.record.PublishedKeyPackage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Takes accepted events into a user's entry of the directory. The same function serves live traffic and replay.
public final class DirectoryEvolution {
    private DirectoryEvolution() {}

    /// The state after an event.
    ///
    /// @throws DamagedHistoryException if the event contradicts the state or itself
    public static DirectoryState evolve(DirectoryState state, DirectoryEvent event) {
        try {
            checkLink(state, event);
            return switch (event.getBodyCase()) {
                case KEY_PACKAGES_PUBLISHED -> published(state, event, event.getKeyPackagesPublished());
                case KEY_PACKAGES_CLAIMED -> claimed(state, event, event.getKeyPackagesClaimed());
                case WELCOME_ACKNOWLEDGED ->
                    new DirectoryState(
                            state.user(),
                            state.stock(),
                            state.seen(),
                            state.recentWith(new DirectoryState.Remembered(event, List.of())));
                case BODY_NOT_SET -> throw new DamagedHistoryException("a body that this version doesn't know");
            };
        } catch (DamagedHistoryException e) {
            throw new DamagedHistoryException("event " + event.getSeq() + ": " + e.getMessage(), e);
        }
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

    private static DirectoryState published(DirectoryState state, DirectoryEvent event, KeyPackagesPublished body) {
        long now = Math.floorDiv(event.getAcceptedAtMs(), 1_000L);
        List<ListedKeyPackage> ofClient = new ArrayList<>(state.stock().getOrDefault(body.getClient(), List.of()));
        ofClient.removeIf(keyPackage -> !keyPackage.isInTime(now));
        List<ByteString> keys = new ArrayList<>();
        for (PublishedKeyPackage published : body.getKeyPackagesList()) {
            ListedKeyPackage listed = ListedKeyPackage.ofAccepted(published.getKeyPackage());
            Contradictions.requireEqual(published, listed.published(), "key_packages_published.key_packages");
            DamagedHistoryException.require(
                    !state.hasSeen(listed) && !keys.contains(listed.ref()) && !keys.contains(listed.initKey()),
                    "a KeyPackage was published before");
            keys.add(listed.ref());
            keys.add(listed.initKey());
            ofClient.add(listed);
        }
        SortedMap<String, List<ListedKeyPackage>> stock = new TreeMap<>(state.stock());
        stock.put(body.getClient(), List.copyOf(ofClient));
        return new DirectoryState(
                state.user(),
                stock,
                state.seen().with(keys),
                state.recentWith(new DirectoryState.Remembered(event, List.of())));
    }

    private static DirectoryState claimed(DirectoryState state, DirectoryEvent event, KeyPackagesClaimed body) {
        SortedMap<String, List<ListedKeyPackage>> stock = new TreeMap<>(state.stock());
        List<ListedKeyPackage> claimed = new ArrayList<>();
        for (ClaimedKeyPackage claim : body.getClaimedList()) {
            ListedKeyPackage keyPackage = state.inStock(claim.getClient(), claim.getRef())
                    .filter(listed -> listed.cipherSuite() == body.getCipherSuite())
                    .orElseThrow(() -> new DamagedHistoryException("a KeyPackage is claimed that isn't there"));
            List<ListedKeyPackage> left = new ArrayList<>(stock.getOrDefault(claim.getClient(), List.of()));
            DamagedHistoryException.require(left.remove(keyPackage), "a KeyPackage is claimed twice");
            stock.put(claim.getClient(), List.copyOf(left));
            claimed.add(keyPackage);
        }
        return new DirectoryState(
                state.user(),
                stock,
                state.seen(),
                state.recentWith(new DirectoryState.Remembered(event, List.copyOf(claimed))));
    }

    /// The state that was stored.
    ///
    /// @throws DamagedHistoryException if the values contradict each other
    public static DirectoryState restore(DirectorySnapshot snapshot) {
        try {
            SortedMap<String, List<ListedKeyPackage>> stock = new TreeMap<>();
            Map<ByteString, ListedKeyPackage> byRef = new HashMap<>();
            List<ByteString> keys = new ArrayList<>();
            for (StoredKeyPackage stored : snapshot.keyPackages()) {
                ListedKeyPackage listed = listed(stored);
                keys.add(listed.ref());
                keys.add(listed.initKey());
                byRef.put(listed.ref(), listed);
                List<ListedKeyPackage> ofClient = stock.computeIfAbsent(stored.client(), _ -> new ArrayList<>());
                if (!stored.claimed()) {
                    ofClient.add(listed);
                }
            }
            stock.replaceAll((_, ofClient) -> List.copyOf(ofClient));
            List<DirectoryState.Remembered> recent = snapshot.recent().stream()
                    .map(stored -> remembered(stored, byRef))
                    .toList();
            DirectoryState state = new DirectoryState(snapshot.user(), stock, SeenKeys.NONE.with(keys), recent);
            DamagedHistoryException.require(state.seq() == snapshot.seq(), "the newest event has another seq");
            return state;
        } catch (DamagedHistoryException e) {
            throw new DamagedHistoryException("the stored state of event " + snapshot.seq() + ": " + e.getMessage(), e);
        }
    }

    private static ListedKeyPackage listed(StoredKeyPackage stored) {
        ListedKeyPackage listed = ListedKeyPackage.ofAccepted(stored.keyPackage());
        DamagedHistoryException.require(
                listed.ref().equals(stored.ref())
                        && listed.cipherSuite() == stored.cipherSuite()
                        && listed.notAfter() == stored.notAfter(),
                "a KeyPackage isn't what was stored beside it");
        return listed;
    }

    private static DirectoryState.Remembered remembered(
            StoredDirectoryEvent stored, Map<ByteString, ListedKeyPackage> byRef) {
        try {
            DirectoryEvent event = DirectoryEvent.parseFrom(stored.event());
            List<ListedKeyPackage> claimed = new ArrayList<>();
            for (ClaimedKeyPackage claim : event.getKeyPackagesClaimed().getClaimedList()) {
                ListedKeyPackage keyPackage = byRef.get(claim.getRef());
                if (keyPackage == null) {
                    throw new DamagedHistoryException("a claimed KeyPackage is missing");
                }
                claimed.add(keyPackage);
            }
            return new DirectoryState.Remembered(event, List.copyOf(claimed));
        } catch (InvalidProtocolBufferException e) {
            throw new DamagedHistoryException("a stored event can't be read", e);
        }
    }
}
