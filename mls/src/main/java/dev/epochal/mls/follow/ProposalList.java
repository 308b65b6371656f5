package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.framing.Sender;
import dev.epochal.mls.keypackage.KeyPackage;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.proposal.AppDataUpdate;
import dev.epochal.mls.proposal.AppEphemeral;
import dev.epochal.mls.proposal.ExternalInit;
import dev.epochal.mls.proposal.GroupContextExtensions;
import dev.epochal.mls.proposal.PreSharedKey;
import dev.epochal.mls.proposal.PreSharedKeyId;
import dev.epochal.mls.proposal.ProposalType;
import dev.epochal.mls.proposal.ReInit;
import dev.epochal.mls.proposal.Remove;
import dev.epochal.mls.proposal.SelfRemove;
import dev.epochal.mls.proposal.Update;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Enforces;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// The proposals of a Commit in order, and the rules on the list as a whole (RFC 9420 §12.2).
///
/// @param all each of them
record ProposalList(List<CoveredProposal> all) {
    private static final Set<Integer> WITHOUT_PATH = Set.of(
            ProposalType.ADD,
            ProposalType.PSK,
            ProposalType.REINIT,
            ProposalType.APP_DATA_UPDATE,
            ProposalType.APP_EPHEMERAL);

    /// The rules for a Commit by a member.
    @Enforces({CheckId.EXTERNAL_INIT_PLACE, CheckId.LIST_REINIT_ALONE})
    void checkForMember(long committer, Rules rules) {
        checkOwn(committer);
        checkCommon(rules);
        CheckId.EXTERNAL_INIT_PLACE.require(count(ExternalInit.class) == 0, "in a Commit by a member");
        CheckId.LIST_REINIT_ALONE.require(count(ReInit.class) == 0 || all.size() == 1, all.size() + " proposals");
    }

    @Enforces({CheckId.LIST_OWN_UPDATE, CheckId.LIST_OWN_REMOVE})
    private void checkOwn(long committer) {
        for (CoveredProposal covered : all) {
            boolean own = covered.sender() instanceof Sender.Member(long leafIndex) && leafIndex == committer;
            CheckId.LIST_OWN_UPDATE.require(!(own && covered.proposal() instanceof Update), "of the leaf " + committer);
            boolean removesOwn = covered.proposal() instanceof Remove(long removed) && removed == committer;
            CheckId.LIST_OWN_REMOVE.require(
                    !removesOwn && !(own && covered.proposal() instanceof SelfRemove), "the leaf " + committer);
        }
    }

    /// The rules for an external Commit.
    @Enforces({CheckId.EXTERNAL_COMMIT_LIST, CheckId.EXTERNAL_COMMIT_BY_VALUE})
    void checkForJoiner(Rules rules) {
        for (CoveredProposal covered : all) {
            boolean selfRemove = covered.proposal() instanceof SelfRemove;
            CheckId.EXTERNAL_COMMIT_BY_VALUE.require(
                    selfRemove || covered.ref().isEmpty(),
                    "the proposal type " + covered.proposal().type());
            boolean allowed = switch (covered.proposal()) {
                case ExternalInit _, Remove _, PreSharedKey _, SelfRemove _ -> true;
                case AppDataUpdate _, AppEphemeral _ -> true;
                default -> false;
            };
            CheckId.EXTERNAL_COMMIT_LIST.require(
                    allowed, "the proposal type " + covered.proposal().type());
        }
        CheckId.EXTERNAL_COMMIT_LIST.require(
                count(ExternalInit.class) == 1, count(ExternalInit.class) + " ExternalInit");
        CheckId.EXTERNAL_COMMIT_LIST.require(count(Remove.class) <= 1, count(Remove.class) + " Remove");
        checkCommon(rules);
    }

    @Enforces({CheckId.LIST_ONE_GROUP_CONTEXT_EXTENSIONS, CheckId.SELF_REMOVE_SENDER})
    private void checkCommon(Rules rules) {
        CheckId.LIST_ONE_GROUP_CONTEXT_EXTENSIONS.require(
                count(GroupContextExtensions.class) <= 1, count(GroupContextExtensions.class) + " of them");
        for (CoveredProposal covered : all) {
            CheckId.SELF_REMOVE_SENDER.require(
                    !(covered.proposal() instanceof SelfRemove) || covered.ref().isPresent(), "by value");
        }
        checkLeaves();
        checkAdds(rules);
        checkPreSharedKeys();
    }

    @Enforces(CheckId.LIST_ONE_PER_LEAF)
    private void checkLeaves() {
        Set<Long> leaves = new HashSet<>();
        for (CoveredProposal covered : all) {
            changedLeaf(covered)
                    .ifPresent(leaf -> CheckId.LIST_ONE_PER_LEAF.require(leaves.add(leaf), "the leaf " + leaf));
        }
    }

    private static Optional<Long> changedLeaf(CoveredProposal covered) {
        return switch (covered.proposal()) {
            case Remove(long removed) -> Optional.of(removed);
            case Update _, SelfRemove _ when covered.sender() instanceof Sender.Member(long leaf) -> Optional.of(leaf);
            default -> Optional.empty();
        };
    }

    @Enforces(CheckId.LIST_DUPLICATE_ADD)
    private void checkAdds(Rules rules) {
        Set<Octets> keys = new HashSet<>();
        Set<Octets> clients = new HashSet<>();
        for (KeyPackage keyPackage : addedKeyPackages().toList()) {
            boolean newKey = keys.add(keyPackage.leafNode().signatureKey().octets());
            boolean newIdentity = !rules.uniqueIdentities()
                    || clients.add(keyPackage.leafNode().credential().client());
            CheckId.LIST_DUPLICATE_ADD.require(
                    newKey && newIdentity,
                    "the key " + keyPackage.leafNode().signatureKey().octets());
        }
    }

    /// A key that starts a group can't be joined by another one: who joins by a Welcome refuses that.
    @Enforces({CheckId.LIST_DUPLICATE_PSK, CheckId.LIST_ONE_STARTING_PSK})
    private void checkPreSharedKeys() {
        Set<Octets> ids = new HashSet<>();
        int starting = 0;
        for (PreSharedKeyId psk : preSharedKeys()) {
            CheckId.LIST_DUPLICATE_PSK.require(ids.add(psk.encoded()), "the key " + psk.encoded());
            boolean starts = psk instanceof PreSharedKeyId.Resumption resumption
                    && resumption.usage() != PreSharedKeyId.Usage.APPLICATION;
            starting += starts ? 1 : 0;
        }
        CheckId.LIST_ONE_STARTING_PSK.require(starting <= 1, starting + " of them");
    }

    /// The pre-shared keys in the order in which they are used.
    List<PreSharedKeyId> preSharedKeys() {
        return of(PreSharedKey.class).stream().map(PreSharedKey::psk).toList();
    }

    /// Whether the Commit must have a path (§12.4).
    boolean requiresPath() {
        return all.isEmpty()
                || all.stream()
                        .anyMatch(covered ->
                                !WITHOUT_PATH.contains(covered.proposal().type()));
    }

    /// The proposal types that not every client supports.
    int[] specialTypes() {
        return all.stream()
                .mapToInt(covered -> covered.proposal().type())
                .filter(type -> !ProposalType.isDefault(type))
                .distinct()
                .toArray();
    }

    Stream<KeyPackage> addedKeyPackages() {
        return all.stream()
                .filter(covered -> covered.proposal() instanceof Add)
                .map(covered -> ((Add) covered.proposal()).keyPackage());
    }

    /// The leaves that Remove and SelfRemove empty.
    int[] removedLeaves() {
        return all.stream()
                .filter(covered -> !(covered.proposal() instanceof Update))
                .flatMap(covered -> changedLeaf(covered).stream())
                .mapToInt(Long::intValue)
                .toArray();
    }

    /// The leaf that an external Commit removes by a Remove of its own.
    OptionalInt resyncedLeaf() {
        return all.stream()
                .filter(covered -> covered.proposal() instanceof Remove)
                .mapToInt(covered -> (int) ((Remove) covered.proposal()).removed())
                .findFirst();
    }

    <T> List<T> of(Class<T> type) {
        return all.stream()
                .map(CoveredProposal::proposal)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private int count(Class<?> type) {
        return of(type).size();
    }
}
