package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a user's entry of the directory holds, but for the memory of its newest events. Immutable.
///
/// @param clients every client that ever registered
/// @param stock the KeyPackages of each client that can be claimed as long as they are in time, oldest first
/// @param seen what was ever published
/// @param claims the newest claims
record Holdings(
        SortedMap<String, Registration> clients,
        SortedMap<String, List<ListedKeyPackage>> stock,
        SeenKeys seen,
        Claims claims) {
    static final Holdings NONE = new Holdings(new TreeMap<>(), new TreeMap<>(), SeenKeys.NONE, Claims.NONE);

    Optional<Registration> client(String name) {
        return Optional.ofNullable(clients.get(name));
    }

    List<ListedKeyPackage> stockOf(String client) {
        return stock.getOrDefault(client, List.of());
    }

    /// The claimable KeyPackage with a ref.
    Optional<ListedKeyPackage> inStock(String client, ByteString ref) {
        return stockOf(client).stream()
                .filter(keyPackage -> keyPackage.ref().equals(ref))
                .findFirst();
    }

    /// Whether this KeyPackage, or another with its init key or encryption key, was ever published.
    boolean hasSeen(ListedKeyPackage keyPackage) {
        return keyPackage.unique().stream().anyMatch(seen::contains);
    }

    /// How many clients there are that were not removed.
    long clientCount() {
        return clients.values().stream().filter(client -> !client.removed()).count();
    }

    Holdings withClient(String name, Registration registration) {
        SortedMap<String, Registration> all = new TreeMap<>(clients);
        all.put(name, registration);
        return new Holdings(all, stock, seen, claims);
    }

    Holdings withStock(String client, List<ListedKeyPackage> keyPackages) {
        SortedMap<String, List<ListedKeyPackage>> all = new TreeMap<>(stock);
        all.put(client, List.copyOf(keyPackages));
        return new Holdings(clients, all, seen, claims);
    }

    /// The same with these KeyPackages of a client out of stock.
    Holdings without(String client, Collection<ByteString> refs) {
        if (refs.isEmpty()) {
            return this;
        }
        List<ListedKeyPackage> left = new ArrayList<>(stockOf(client));
        left.removeIf(keyPackage -> refs.contains(keyPackage.ref()));
        return withStock(client, left);
    }

    Holdings withSeen(Collection<ByteString> keys) {
        return new Holdings(clients, stock, seen.with(keys), claims);
    }

    Holdings withClaim(Claims.Claim claim) {
        return new Holdings(clients, stock, seen, claims.with(claim));
    }

    /// The refs of a client's KeyPackages of last resort for a cipher suite.
    List<ByteString> lastResorts(String client, int cipherSuite) {
        return stockOf(client).stream()
                .filter(keyPackage -> keyPackage.lastResort() && keyPackage.cipherSuite() == cipherSuite)
                .map(ListedKeyPackage::ref)
                .toList();
    }

    /// The refs of a client's stock that other keys than these have signed.
    List<ByteString> signedByOthers(String client, Collection<ByteString> signatureKeys) {
        return stockOf(client).stream()
                .filter(keyPackage -> !signatureKeys.contains(keyPackage.signatureKey()))
                .map(ListedKeyPackage::ref)
                .toList();
    }
}
