package dev.epochal.mls.follow;

import dev.epochal.mls.crypto.HpkePublicKey;
import dev.epochal.mls.crypto.PublicKeyForm;
import dev.epochal.mls.framing.Sender;
import dev.epochal.mls.group.ProtocolVersion;
import dev.epochal.mls.keypackage.KeyPackage;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.proposal.AppDataUpdate;
import dev.epochal.mls.proposal.AppEphemeral;
import dev.epochal.mls.proposal.ExternalInit;
import dev.epochal.mls.proposal.GroupContextExtensions;
import dev.epochal.mls.proposal.PreSharedKey;
import dev.epochal.mls.proposal.PreSharedKeyId;
import dev.epochal.mls.proposal.Proposal;
import dev.epochal.mls.proposal.ReInit;
import dev.epochal.mls.proposal.Remove;
import dev.epochal.mls.proposal.SelfRemove;
import dev.epochal.mls.proposal.Update;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Enforces;

/// Checks a proposal by itself (RFC 9420 §12.1); what it means together with others is checked on the list.
final class ProposalChecks {
    private final Observer observer;
    private final PublicGroup group;

    ProposalChecks(Observer observer, PublicGroup group) {
        this.observer = observer;
        this.group = group;
    }

    /// A proposal in a message of its own.
    @Enforces({CheckId.EXTERNAL_INIT_PLACE, CheckId.SELF_REMOVE_SENDER})
    void checkSentByItself(Proposal proposal, Sender sender) {
        CheckId.EXTERNAL_INIT_PLACE.require(!(proposal instanceof ExternalInit), "sent by itself");
        CheckId.SELF_REMOVE_SENDER.require(
                !(proposal instanceof SelfRemove) || sender instanceof Sender.Member, "sent from outside");
        check(proposal, sender);
    }

    /// A proposal wherever it stands.
    @Enforces(CheckId.REINIT_VERSION)
    void check(Proposal proposal, Sender sender) {
        switch (proposal) {
            case Add(KeyPackage keyPackage) -> new KeyPackageChecks(observer, group.suite()).check(keyPackage);
            case Update(LeafNode leafNode) -> checkUpdate(leafNode, sender);
            case Remove(long removed) -> checkRemove(removed);
            case PreSharedKey(PreSharedKeyId psk) -> checkPreSharedKey(psk);
            case ReInit reInit ->
                CheckId.REINIT_VERSION.require(
                        reInit.version() >= ProtocolVersion.MLS10, "the version " + reInit.version());
            case ExternalInit externalInit -> checkExternalInit(externalInit);
            case GroupContextExtensions(var extensions) -> GroupParameters.of(extensions, group.suite());
            case AppDataUpdate update -> checkAppDataUpdate(update);
            case AppEphemeral _, SelfRemove _ -> {}
        }
    }

    /// What isn't there can't be taken away.
    @Enforces(CheckId.APP_DATA_OPERATIONS)
    private void checkAppDataUpdate(AppDataUpdate update) {
        boolean known = group.parameters().dictionary().components().containsKey(update.componentId());
        CheckId.APP_DATA_OPERATIONS.require(
                known || update.update().isPresent(), "nothing to remove: " + update.componentId());
    }

    /// What may have changed since the proposal was sent, in the same epoch: the time.
    void checkAgain(Proposal proposal) {
        if (proposal instanceof Add(KeyPackage keyPackage)) {
            new LeafChecks(observer, group.suite()).checkLifetime(keyPackage.leafNode());
        }
    }

    @Enforces({CheckId.SENDER_CONTENT, CheckId.UPDATE_KEY_FRESH})
    private void checkUpdate(LeafNode leaf, Sender sender) {
        if (!(sender instanceof Sender.Member(long leafIndex))) {
            throw CheckId.SENDER_CONTENT.refuse("an Update from outside");
        }
        LeafNode before = new MessageChecks(observer, group).member(leafIndex);
        CheckId.UPDATE_KEY_FRESH.require(!before.encryptionKey().equals(leaf.encryptionKey()), "the leaf " + leafIndex);
        boolean knownKey = before.signatureKey().equals(leaf.signatureKey());
        LeafPlace place = new LeafPlace.InUpdate(group.context().groupId(), (int) leafIndex);
        new LeafChecks(observer, group.suite()).check(leaf, place, knownKey);
    }

    @Enforces(CheckId.REMOVE_MEMBER)
    private void checkRemove(long removed) {
        CheckId.REMOVE_MEMBER.require(group.leaf(removed).isPresent(), "the leaf " + removed);
    }

    /// Keys with the usages reinit and branch start another group: its first Commit, at epoch 0, may have them.
    @Enforces({CheckId.PSK_NONCE, CheckId.PSK_USAGE, CheckId.PSK_EPOCH})
    private void checkPreSharedKey(PreSharedKeyId psk) {
        CheckId.PSK_NONCE.require(
                psk.nonce().size() == group.suite().hashSize(), psk.nonce().size() + " octets");
        if (psk instanceof PreSharedKeyId.Resumption resumption) {
            boolean forStart = resumption.usage() != PreSharedKeyId.Usage.APPLICATION;
            CheckId.PSK_USAGE.require(!forStart || group.context().epoch() == 0, "in an epoch after 0");
            boolean yetToCome = resumption.groupId().equals(group.context().groupId())
                    && Long.compareUnsigned(resumption.epoch(), group.context().epoch()) > 0;
            CheckId.PSK_EPOCH.require(!yetToCome, "the epoch " + Long.toUnsignedString(resumption.epoch()));
        }
    }

    @Enforces(CheckId.EXTERNAL_INIT_FORM)
    private void checkExternalInit(ExternalInit externalInit) {
        HpkePublicKey key = new HpkePublicKey(externalInit.kemOutput());
        CheckId.EXTERNAL_INIT_FORM.require(
                PublicKeyForm.accepts(group.suite().kem(), key),
                externalInit.kemOutput().size() + " octets");
    }
}
