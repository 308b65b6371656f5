package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.processor.core.DirectorySnapshot.StoredClient;
import dev.epochal.processor.core.DirectorySnapshot.StoredKeyPackage;
import dev.epochal.schema.record.ClaimedKeyPackage;
import dev.epochal.schema.record.DirectoryEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads a user's entry of the directory from what was stored, and compares what can be compared. Lives for one entry.
final class StoredDirectory {
    private final DirectorySnapshot snapshot;
    private final SortedMap<String, List<ListedKeyPackage>> stock = new TreeMap<>();
    private final Map<ByteString, ListedKeyPackage> byRef = new HashMap<>();
    private final List<ByteString> seen = new ArrayList<>();

    StoredDirectory(DirectorySnapshot snapshot) {
        this.snapshot = snapshot;
    }

    DirectoryState state() {
        SortedMap<String, Registration> clients = new TreeMap<>();
        for (StoredClient stored : snapshot.clients()) {
            clients.put(
                    stored.client(), stored.removed() ? Registration.gone() : Registration.of(stored.signatureKeys()));
        }
        snapshot.keyPackages().forEach(this::take);
        stock.replaceAll((_, ofClient) -> List.copyOf(ofClient));
        List<DirectoryState.Remembered> recent =
                snapshot.recent().stream().map(this::remembered).toList();
        return new DirectoryState(
                snapshot.user(), new Holdings(clients, stock, SeenKeys.NONE.with(seen), claims()), recent);
    }

    private Claims claims() {
        DamagedHistoryException.require(snapshot.claims().size() <= Claims.MAX, "too many claims");
        return new Claims(snapshot.claims().stream()
                .map(stored -> new Claims.Claim(stored.atMs(), stored.user()))
                .toList());
    }

    private void take(StoredKeyPackage stored) {
        seen.add(stored.ref());
        seen.add(stored.initKey());
        seen.add(stored.encryptionKey());
        List<ListedKeyPackage> ofClient = stock.computeIfAbsent(stored.client(), _ -> new ArrayList<>());
        if (stored.keyPackage().isEmpty()) {
            DamagedHistoryException.require(!stored.inStock(), "a KeyPackage in stock is missing");
            return;
        }
        ListedKeyPackage listed = listed(stored);
        byRef.put(listed.ref(), listed);
        if (stored.inStock()) {
            ofClient.add(listed);
        }
    }

    private static ListedKeyPackage listed(StoredKeyPackage stored) {
        ListedKeyPackage listed = ListedKeyPackage.ofAccepted(stored.keyPackage());
        DamagedHistoryException.require(
                listed.unique().equals(List.of(stored.ref(), stored.initKey(), stored.encryptionKey())),
                "a KeyPackage isn't what was stored beside it");
        return listed;
    }

    private DirectoryState.Remembered remembered(ByteString stored) {
        try {
            DirectoryEvent event = DirectoryEvent.parseFrom(stored);
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
