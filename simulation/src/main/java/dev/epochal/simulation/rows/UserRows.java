package dev.epochal.simulation.rows;

import com.google.protobuf.ByteString;
import dev.epochal.projections.read.StateReads;
import dev.epochal.schema.record.ClaimedKeyPackage;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.KeyPackagesClaimed;
import dev.epochal.schema.record.KeyPackagesPublished;
import dev.epochal.schema.record.PublishedKeyPackage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the read model holds of one user's entry in the directory: a fold of its events.
final class UserRows {
    private final List<DirectoryEvent> events = new ArrayList<>();
    private final Map<String, List<ByteString>> clients = new LinkedHashMap<>();
    private final Map<ByteString, Listed> keyPackages = new LinkedHashMap<>();
    private final Set<ByteString> inStock = new LinkedHashSet<>();
    private final List<StateReads.StoredClaim> claims = new ArrayList<>();
    private boolean halted;

    private record Listed(String client, PublishedKeyPackage published) {}

    boolean isHalted() {
        return halted;
    }

    /// Takes an event. The first of each seq counts; one that doesn't follow stops the entry.
    ///
    /// @param forgetsClaims whether what is claimed stays in stock, as it must not
    void apply(DirectoryEvent event, boolean forgetsClaims) {
        if (halted || event.getSeq() < events.size()) {
            return;
        }
        if (event.getSeq() > events.size()) {
            halted = true;
            return;
        }
        events.add(event);
        switch (event.getBodyCase()) {
            case KEY_PACKAGES_PUBLISHED -> publish(event.getKeyPackagesPublished());
            case KEY_PACKAGES_CLAIMED -> {
                claims.add(new StateReads.StoredClaim(
                        event.getAcceptedAtMs(), event.getSubmittedBy().getUser()));
                if (!forgetsClaims) {
                    claim(event.getKeyPackagesClaimed());
                }
            }
            case CLIENT_REGISTERED -> {
                var registered = event.getClientRegistered();
                clients.put(registered.getClient(), registered.getSignatureKeysList());
                registered.getRevokedList().forEach(inStock::remove);
            }
            default -> throw new IllegalStateException("No client of a world asks for " + event.getBodyCase());
        }
    }

    private void publish(KeyPackagesPublished body) {
        for (var published : body.getKeyPackagesList()) {
            keyPackages.put(published.getRef(), new Listed(body.getClient(), published));
            inStock.add(published.getRef());
        }
        body.getSupersededList().forEach(inStock::remove);
    }

    private void claim(KeyPackagesClaimed body) {
        body.getClaimedList().stream()
                .filter(claimed -> !claimed.getLastResort())
                .map(ClaimedKeyPackage::getRef)
                .forEach(inStock::remove);
    }

    /// What can be claimed, in the order of publication.
    List<PublishedKeyPackage> stock() {
        return inStock.stream()
                .flatMap(ref -> keyPackages.entrySet().stream()
                        .filter(each -> each.getKey().equals(ref)))
                .map(each -> each.getValue().published())
                .toList();
    }

    StateReads.StoredUser stored(int recentMax, int claimsMax) {
        return new StateReads.StoredUser(
                events.getFirst().getUser(),
                events.size() - 1L,
                clients.entrySet().stream()
                        .map(client -> new StateReads.StoredClient(client.getKey(), client.getValue(), false))
                        .toList(),
                keyPackages.values().stream().map(this::stored).toList(),
                List.copyOf(claims.subList(Math.max(0, claims.size() - claimsMax), claims.size())),
                events.subList(Math.max(0, events.size() - recentMax), events.size()).stream()
                        .map(DirectoryEvent::toByteString)
                        .toList());
    }

    private StateReads.StoredKeyPackage stored(Listed listed) {
        var published = listed.published();
        return new StateReads.StoredKeyPackage(
                published.getRef(),
                published.getInitKey(),
                published.getEncryptionKey(),
                listed.client(),
                inStock.contains(published.getRef()),
                published.getKeyPackage());
    }
}
