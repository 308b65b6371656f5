package dev.epochal.mls.follow;

import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.crypto.HpkePublicKey;
import dev.epochal.mls.crypto.PublicKeyForm;
import dev.epochal.mls.crypto.SignContent;
import dev.epochal.mls.crypto.SignatureLabel;
import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Enforces;
import java.util.Optional;

/// Checks a GroupInfo against a group's state (RFC 9420 §12.4.3).
final class GroupInfoChecks {
    private final Observer observer;
    private final PublicGroup group;

    GroupInfoChecks(Observer observer, PublicGroup group) {
        this.observer = observer;
        this.group = group;
    }

    @Enforces({CheckId.GROUP_INFO_CONTEXT, CheckId.GROUP_INFO_TAG})
    void check(GroupInfo groupInfo) {
        CheckId.GROUP_INFO_CONTEXT.require(
                groupInfo.groupContext().bytes().equals(group.context().bytes()),
                "epoch " + Long.toUnsignedString(groupInfo.groupContext().epoch()));
        CheckId.GROUP_INFO_TAG.require(
                groupInfo.confirmationTag().equals(group.confirmationTag()), "", groupInfo.confirmationTag());
        checkTree(groupInfo);
        checkByItself(groupInfo);
    }

    /// A tree has one encoding, so octets that are those of the group's tree need not be read.
    @Enforces(CheckId.GROUP_INFO_TREE)
    private void checkTree(GroupInfo groupInfo) {
        boolean same = groupInfo
                .extensions()
                .find(ExtensionType.RATCHET_TREE)
                .map(contents -> contents.equals(group.tree().encoded()))
                .orElse(true);
        if (!same) {
            tree(groupInfo);
            throw CheckId.GROUP_INFO_TREE.refuse("they differ");
        }
    }

    /// The checks that remain when the group's state was just made from the GroupInfo.
    void checkByItself(GroupInfo groupInfo) {
        ExtensionPlace.GROUP_INFO.check(groupInfo.extensions());
        checkExternalPub(groupInfo);
        checkSignature(groupInfo);
    }

    /// The tree that the GroupInfo brings along.
    @Enforces(CheckId.GROUP_INFO_TREE)
    static Optional<RatchetTree> tree(GroupInfo groupInfo) {
        try {
            return groupInfo.ratchetTree();
        } catch (MalformedException e) {
            throw CheckId.GROUP_INFO_TREE.refuse(String.valueOf(e.getMessage()));
        }
    }

    @Enforces(CheckId.GROUP_INFO_EXTERNAL_PUB)
    private void checkExternalPub(GroupInfo groupInfo) {
        try {
            Optional<HpkePublicKey> key = groupInfo.externalPub();
            CheckId.GROUP_INFO_EXTERNAL_PUB.require(
                    key.isEmpty() || PublicKeyForm.accepts(group.suite().kem(), key.get()), "the key is malformed");
        } catch (MalformedException e) {
            throw CheckId.GROUP_INFO_EXTERNAL_PUB.refuse(String.valueOf(e.getMessage()));
        }
    }

    @Enforces({CheckId.GROUP_INFO_SIGNER, CheckId.GROUP_INFO_SIGNATURE})
    private void checkSignature(GroupInfo groupInfo) {
        LeafNode signer = group.leaf(groupInfo.signer())
                .orElseThrow(() -> CheckId.GROUP_INFO_SIGNER.refuse("the leaf " + groupInfo.signer()));
        SignContent content = new SignContent(SignatureLabel.GROUP_INFO, groupInfo.toBeSigned());
        CheckId.GROUP_INFO_SIGNATURE.require(
                observer.signatures().verify(group.suite(), signer.signatureKey(), content, groupInfo.signature()),
                "by the leaf " + groupInfo.signer());
    }
}
