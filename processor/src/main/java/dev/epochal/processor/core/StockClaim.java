package dev.epochal.processor.core;

import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.proposal.ProposalType;
import dev.epochal.mls.tree.Capabilities;
import dev.epochal.schema.record.ClaimKeyPackages;
import dev.epochal.schema.record.ClaimedKeyPackage;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.KeyPackagesClaimed;
import dev.epochal.schema.record.LowStock;
import dev.epochal.schema.record.RequiredCapabilities;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes one KeyPackage of each client of a user: the oldest that fits, or one of last resort if there is no other.
///
/// A client that claims of its own user wants the others: it is left out itself. The clients are taken in the order of
/// their names.
final class StockClaim {
    private final Holdings holdings;
    private final ClaimKeyPackages wanted;
    private final long nowSeconds;
    private final int lowWater;
    private final KeyPackagesClaimed.Builder claimed;

    private StockClaim(Holdings holdings, ClaimKeyPackages wanted, long nowSeconds, int lowWater) {
        this.holdings = holdings;
        this.wanted = wanted;
        this.nowSeconds = nowSeconds;
        this.lowWater = lowWater;
        this.claimed = KeyPackagesClaimed.newBuilder().setCipherSuite(wanted.getCipherSuite());
    }

    /// The claim as a fact; refuses one that would take nothing.
    static KeyPackagesClaimed of(DirectoryState state, ClaimKeyPackages wanted, Identity caller, Terms terms) {
        StockClaim claim = new StockClaim(state.holdings(), wanted, terms.nowSeconds(), terms.lowWater());
        for (Map.Entry<String, Registration> client : state.holdings().clients().entrySet()) {
            boolean isCaller =
                    caller.getUser().equals(state.user()) && caller.getClient().equals(client.getKey());
            if (!client.getValue().removed() && !isCaller) {
                claim.take(client.getKey());
            }
        }
        if (claim.claimed.getClaimedCount() == 0) {
            throw Refusals.noKeyPackages();
        }
        return claim.claimed.build();
    }

    /// @param nowSeconds the log's time
    /// @param lowWater below how many KeyPackages of a cipher suite a stock is low
    record Terms(long nowSeconds, int lowWater) {}

    private void take(String client) {
        List<ListedKeyPackage> ofSuite = holdings.stockOf(client).stream()
                .filter(keyPackage -> keyPackage.cipherSuite() == wanted.getCipherSuite())
                .filter(keyPackage -> keyPackage.isInTime(nowSeconds))
                .toList();
        Optional<ListedKeyPackage> fitting = first(ofSuite, false).or(() -> first(ofSuite, true));
        if (fitting.isPresent()) {
            take(client, fitting.get(), ofSuite);
        } else if (ofSuite.isEmpty()) {
            claimed.addExhaustedClients(client);
        } else {
            claimed.addIncapableClients(client);
        }
    }

    private void take(String client, ListedKeyPackage keyPackage, List<ListedKeyPackage> ofSuite) {
        claimed.addClaimed(ClaimedKeyPackage.newBuilder()
                .setClient(client)
                .setRef(keyPackage.ref())
                .setLastResort(keyPackage.lastResort()));
        int left = (int) ofSuite.stream().filter(other -> !other.lastResort()).count();
        left -= keyPackage.lastResort() ? 0 : 1;
        if (left + 1 == lowWater || (left == 0 && lowWater > 0)) {
            claimed.addLow(LowStock.newBuilder()
                    .setClient(client)
                    .setCipherSuite(wanted.getCipherSuite())
                    .setAvailable(left)
                    .setLowWater(lowWater));
        }
    }

    private Optional<ListedKeyPackage> first(List<ListedKeyPackage> ofSuite, boolean lastResort) {
        return ofSuite.stream()
                .filter(keyPackage -> keyPackage.lastResort() == lastResort)
                .filter(keyPackage ->
                        !wanted.hasRequired() || supports(keyPackage.capabilities(), wanted.getRequired()))
                .findFirst();
    }

    /// What every client supports isn't listed (RFC 9420, section 7.2), but for credentials.
    private static boolean supports(Capabilities capabilities, RequiredCapabilities required) {
        return required.getExtensionsList().stream()
                        .allMatch(type -> ExtensionType.isDefault(type)
                                || capabilities.extensions().contains(type))
                && required.getProposalsList().stream()
                        .allMatch(type -> ProposalType.isDefault(type)
                                || capabilities.proposals().contains(type))
                && required.getCredentialsList().stream()
                        .allMatch(type -> capabilities.credentials().contains(type));
    }
}
