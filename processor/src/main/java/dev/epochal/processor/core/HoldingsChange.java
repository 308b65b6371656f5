package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.ClaimedKeyPackage;
import dev.epochal.schema.record.ClientRegistered;
import dev.epochal.schema.record.ClientRemoved;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.ExpiredKeyPackages;
import dev.epochal.schema.record.KeyPackagesClaimed;
import dev.epochal.schema.record.KeyPackagesExpired;
import dev.epochal.schema.record.KeyPackagesPublished;
import dev.epochal.schema.record.KeyPackagesRevoked;
import dev.epochal.schema.record.PublishedKeyPackage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What an accepted event makes of a user's holdings. Each method throws [DamagedHistoryException] if the event
/// contradicts them.
///
/// @param before the holdings before the event
record HoldingsChange(Holdings before) {
    Holdings registered(ClientRegistered body) {
        DamagedHistoryException.require(
                before.client(body.getClient()).filter(Registration::removed).isEmpty(),
                "a removed client is registered again");
        DamagedHistoryException.require(
                body.getRevokedList().equals(before.signedByOthers(body.getClient(), body.getSignatureKeysList())),
                "other KeyPackages are revoked than those by other keys");
        return before.without(body.getClient(), body.getRevokedList())
                .withClient(body.getClient(), Registration.of(body.getSignatureKeysList()));
    }

    Holdings removed(ClientRemoved body) {
        DamagedHistoryException.require(
                before.client(body.getClient())
                        .filter(client -> !client.removed())
                        .isPresent(),
                "a client is removed that isn't there");
        DamagedHistoryException.require(
                body.getRevokedList().equals(before.signedByOthers(body.getClient(), List.of())),
                "other KeyPackages are revoked than those of the client");
        return before.without(body.getClient(), body.getRevokedList())
                .withClient(body.getClient(), Registration.gone());
    }

    Holdings published(KeyPackagesPublished body) {
        List<ListedKeyPackage> stock = new ArrayList<>(before.stockOf(body.getClient()));
        Set<ByteString> keys = new HashSet<>();
        List<ByteString> superseded = new ArrayList<>();
        for (PublishedKeyPackage published : body.getKeyPackagesList()) {
            ListedKeyPackage listed = ListedKeyPackage.ofAccepted(published.getKeyPackage());
            Contradictions.requireEqual(published, listed.published(), "key_packages_published.key_packages");
            DamagedHistoryException.require(
                    !before.hasSeen(listed) && listed.unique().stream().allMatch(keys::add),
                    "a KeyPackage was published before");
            if (listed.lastResort()) {
                superseded.addAll(before.lastResorts(body.getClient(), listed.cipherSuite()));
            }
            stock.add(listed);
        }
        DamagedHistoryException.require(
                body.getSupersededList().equals(superseded),
                "other KeyPackages are superseded than those of last resort");
        return before.withStock(body.getClient(), stock)
                .without(body.getClient(), superseded)
                .withSeen(keys);
    }

    /// @param event the claim
    Holdings claimed(DirectoryEvent event) {
        KeyPackagesClaimed body = event.getKeyPackagesClaimed();
        Holdings after = before.withClaim(
                new Claims.Claim(event.getAcceptedAtMs(), event.getSubmittedBy().getUser()));
        for (ClaimedKeyPackage claim : body.getClaimedList()) {
            ListedKeyPackage keyPackage = claimedOf(after, claim, body);
            if (!keyPackage.lastResort()) {
                after = after.without(claim.getClient(), List.of(keyPackage.ref()));
            }
        }
        return after;
    }

    /// The KeyPackages that a claim took, in its order.
    List<ListedKeyPackage> taken(KeyPackagesClaimed body) {
        return body.getClaimedList().stream()
                .map(claim -> claimedOf(before, claim, body))
                .toList();
    }

    private static ListedKeyPackage claimedOf(Holdings holdings, ClaimedKeyPackage claim, KeyPackagesClaimed body) {
        return holdings.inStock(claim.getClient(), claim.getRef())
                .filter(listed ->
                        listed.cipherSuite() == body.getCipherSuite() && listed.lastResort() == claim.getLastResort())
                .orElseThrow(() -> new DamagedHistoryException("a KeyPackage is claimed that isn't there"));
    }

    Holdings revoked(KeyPackagesRevoked body) {
        return withoutPresent(before, body.getClient(), body.getRefsList());
    }

    Holdings expired(KeyPackagesExpired body) {
        Holdings after = before;
        for (ExpiredKeyPackages ofClient : body.getClientsList()) {
            after = withoutPresent(after, ofClient.getClient(), ofClient.getRefsList());
        }
        return after;
    }

    private static Holdings withoutPresent(Holdings holdings, String client, List<ByteString> refs) {
        DamagedHistoryException.require(
                refs.stream().allMatch(ref -> holdings.inStock(client, ref).isPresent()),
                "a KeyPackage goes that isn't there");
        return holdings.without(client, refs);
    }
}
