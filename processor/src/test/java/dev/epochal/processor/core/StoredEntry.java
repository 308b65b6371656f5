package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.processor.core.DirectorySnapshot.StoredClaim;
import dev.epochal.processor.core.DirectorySnapshot.StoredClient;
import dev.epochal.processor.core.DirectorySnapshot.StoredKeyPackage;
import dev.epochal.schema.record.ClaimedKeyPackage;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.PublishedKeyPackage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A user's entry as the read model would hold it, written a second time and in a simpler way than the state.
final class StoredEntry {
    private final List<DirectoryEvent> events;
    private final Map<String, StoredClient> clients = new LinkedHashMap<>();
    private final Map<ByteString, StoredKeyPackage> keyPackages = new LinkedHashMap<>();
    private final List<StoredClaim> claims = new ArrayList<>();

    StoredEntry(List<DirectoryEvent> events) {
        this.events = events;
        events.forEach(this::take);
    }

    private void take(DirectoryEvent event) {
        switch (event.getBodyCase()) {
            case CLIENT_REGISTERED -> {
                var body = event.getClientRegistered();
                clients.put(body.getClient(), new StoredClient(body.getClient(), body.getSignatureKeysList(), false));
                end(body.getRevokedList());
            }
            case CLIENT_REMOVED -> {
                var body = event.getClientRemoved();
                clients.put(body.getClient(), new StoredClient(body.getClient(), List.of(), true));
                end(body.getRevokedList());
            }
            case KEY_PACKAGES_PUBLISHED -> {
                event.getKeyPackagesPublished()
                        .getKeyPackagesList()
                        .forEach(published -> keyPackages.put(published.getRef(), stored(event, published)));
                end(event.getKeyPackagesPublished().getSupersededList());
            }
            case KEY_PACKAGES_CLAIMED -> {
                claims.add(new StoredClaim(
                        event.getAcceptedAtMs(), event.getSubmittedBy().getUser()));
                end(event.getKeyPackagesClaimed().getClaimedList().stream()
                        .filter(claimed -> !claimed.getLastResort())
                        .map(ClaimedKeyPackage::getRef)
                        .toList());
            }
            case KEY_PACKAGES_REVOKED -> end(event.getKeyPackagesRevoked().getRefsList());
            case KEY_PACKAGES_EXPIRED ->
                event.getKeyPackagesExpired().getClientsList().forEach(expired -> end(expired.getRefsList()));
            case WELCOME_ACKNOWLEDGED, BODY_NOT_SET -> {}
        }
    }

    private static StoredKeyPackage stored(DirectoryEvent event, PublishedKeyPackage published) {
        return new StoredKeyPackage(
                published.getRef(),
                published.getInitKey(),
                published.getEncryptionKey(),
                event.getKeyPackagesPublished().getClient(),
                true,
                published.getKeyPackage());
    }

    private void end(Collection<ByteString> refs) {
        refs.forEach(ref -> keyPackages.computeIfPresent(
                ref,
                (_, old) -> new StoredKeyPackage(
                        old.ref(), old.initKey(), old.encryptionKey(), old.client(), false, old.keyPackage())));
    }

    DirectorySnapshot snapshot(String user) {
        int from = Math.max(0, events.size() - DirectoryState.RECENT_MAX);
        return new DirectorySnapshot(
                user,
                events.size() - 1L,
                List.copyOf(clients.values()),
                List.copyOf(keyPackages.values()),
                claims,
                events.subList(from, events.size()).stream()
                        .map(DirectoryEvent::toByteString)
                        .toList());
    }
}
