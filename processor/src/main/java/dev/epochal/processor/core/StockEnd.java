package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.ExpiredKeyPackages;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.KeyPackagesExpired;
import dev.epochal.schema.record.KeyPackagesRevoked;
import dev.epochal.schema.record.LowStock;
import dev.epochal.schema.record.RevokeKeyPackages;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Takes KeyPackages out of stock that nobody has claimed: their client wants them back, or their lifetime is over.
///
/// @param holdings the user's
record StockEnd(Holdings holdings) {
    /// Those of the caller's that are listed or signed by the key; refuses if there is none.
    KeyPackagesRevoked revoke(RevokeKeyPackages wanted, Identity caller) {
        Set<ByteString> listed = new HashSet<>(wanted.getRefsList());
        List<ByteString> refs = holdings.stockOf(caller.getClient()).stream()
                .filter(keyPackage -> listed.contains(keyPackage.ref())
                        || keyPackage.signatureKey().equals(wanted.getSignatureKey()))
                .map(ListedKeyPackage::ref)
                .toList();
        if (refs.isEmpty()) {
            throw Refusals.nothingToEnd();
        }
        return KeyPackagesRevoked.newBuilder()
                .setClient(caller.getClient())
                .addAllRefs(refs)
                .build();
    }

    /// Those of all clients whose lifetime is over; refuses if there is none.
    KeyPackagesExpired expire(long nowSeconds, int lowWater) {
        KeyPackagesExpired.Builder body = KeyPackagesExpired.newBuilder();
        for (Map.Entry<String, List<ListedKeyPackage>> stock : holdings.stock().entrySet()) {
            List<ByteString> refs = stock.getValue().stream()
                    .filter(keyPackage -> !keyPackage.isInTime(nowSeconds))
                    .map(ListedKeyPackage::ref)
                    .toList();
            if (!refs.isEmpty()) {
                body.addClients(ExpiredKeyPackages.newBuilder()
                        .setClient(stock.getKey())
                        .addAllRefs(refs));
                body.addAllLow(low(stock, nowSeconds, lowWater));
            }
        }
        if (body.getClientsCount() == 0) {
            throw Refusals.nothingToEnd();
        }
        return body.build();
    }

    /// A stock that was low before isn't news.
    private static List<LowStock> low(Map.Entry<String, List<ListedKeyPackage>> stock, long nowSeconds, int lowWater) {
        Map<Integer, Integer> before = new TreeMap<>();
        Map<Integer, Integer> after = new TreeMap<>();
        for (ListedKeyPackage keyPackage : stock.getValue()) {
            if (!keyPackage.lastResort()) {
                before.merge(keyPackage.cipherSuite(), 1, Integer::sum);
                after.merge(keyPackage.cipherSuite(), keyPackage.isInTime(nowSeconds) ? 1 : 0, Integer::sum);
            }
        }
        return after.entrySet().stream()
                .filter(left -> left.getValue() < lowWater && before.getOrDefault(left.getKey(), 0) >= lowWater)
                .map(left -> LowStock.newBuilder()
                        .setClient(stock.getKey())
                        .setCipherSuite(left.getKey())
                        .setAvailable(left.getValue())
                        .setLowWater(lowWater)
                        .build())
                .toList();
    }
}
