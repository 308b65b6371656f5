package dev.epochal.mls.follow;

import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.CipherSuite;
import dev.epochal.mls.crypto.PublicKeyForm;
import dev.epochal.mls.crypto.SignContent;
import dev.epochal.mls.crypto.SignatureLabel;
import dev.epochal.mls.crypto.SignaturePublicKey;
import dev.epochal.mls.extension.ExternalSender;
import dev.epochal.mls.extension.SafeAad;
import dev.epochal.mls.framing.Content;
import dev.epochal.mls.framing.FramedContent;
import dev.epochal.mls.framing.PrivateMessage;
import dev.epochal.mls.framing.PublicMessage;
import dev.epochal.mls.framing.Sender;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.proposal.Proposal;
import dev.epochal.mls.proposal.ProposalType;
import dev.epochal.mls.report.CommitReport;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Enforces;
import java.util.List;
import java.util.Set;

/// Checks the frame of a handshake message: group, epoch, sender and signature (RFC 9420 §6, §6.1).
final class MessageChecks {
    private static final Set<Integer> FROM_OUTSIDE = Set.of(
            ProposalType.ADD,
            ProposalType.REMOVE,
            ProposalType.PSK,
            ProposalType.REINIT,
            ProposalType.GROUP_CONTEXT_EXTENSIONS,
            ProposalType.APP_DATA_UPDATE,
            ProposalType.APP_EPHEMERAL);

    /// A leaf index, a generation and a reuse guard of 32 bits each, sealed (§6.3.2).
    private static final int SENDER_DATA_SIZE = 12 + CipherSuite.AEAD_TAG_SIZE;

    private final Observer observer;
    private final PublicGroup group;

    MessageChecks(Observer observer, PublicGroup group) {
        this.observer = observer;
        this.group = group;
    }

    /// A proposal that was sent by itself.
    @Enforces(CheckId.CONTENT_TYPE)
    VerifiedProposal verifyProposal(PublicMessage message) {
        FramedContent content = message.content();
        checkEnvelope(content);
        if (!(content.content() instanceof Content.OfProposal(Proposal proposal))) {
            throw CheckId.CONTENT_TYPE.refuse(content.content().type() + " instead of a proposal");
        }
        checkSignature(message, proposalKey(content.sender(), proposal));
        new ProposalChecks(observer, group).checkSentByItself(proposal, content.sender());
        return new VerifiedProposal(
                message.authenticated().proposalRef(group.suite()),
                group.context().groupId(),
                content.epoch(),
                content.sender(),
                proposal);
    }

    /// The signature of an external sender, by itself.
    void checkExternalSender(PublicMessage message) {
        if (message.content().sender() instanceof Sender.External(long senderIndex)) {
            checkSignature(message, externalSender(senderIndex).signatureKey());
        }
    }

    @Enforces({CheckId.MESSAGE_GROUP, CheckId.MESSAGE_EPOCH, CheckId.GROUP_CLOSED})
    void checkEnvelope(FramedContent content) {
        CheckId.MESSAGE_GROUP.require(
                content.groupId().equals(group.context().groupId()), "the group ", content.groupId());
        CheckId.MESSAGE_EPOCH.require(
                content.epoch() == group.context().epoch(),
                Long.toUnsignedString(content.epoch()) + " instead of "
                        + Long.toUnsignedString(group.context().epoch()));
        CheckId.GROUP_CLOSED.require(
                group.successor().isEmpty(), "at the epoch " + Long.toUnsignedString(content.epoch()));
        checkAuthenticatedData(content.authenticatedData());
    }

    @Enforces(CheckId.SAFE_AAD)
    private void checkAuthenticatedData(Octets authenticatedData) {
        if (group.parameters().safeAad()) {
            try {
                SafeAad.check(authenticatedData);
            } catch (MalformedException e) {
                throw CheckId.SAFE_AAD.refuse(String.valueOf(e.getMessage()));
            }
        }
    }

    /// A message whose content nobody but the members can read. Its epoch may be a past one, if the application
    /// takes such.
    @Enforces({CheckId.MESSAGE_GROUP, CheckId.PRIVATE_MESSAGE_FORM})
    void checkSealed(PrivateMessage message) {
        CheckId.MESSAGE_GROUP.require(
                message.groupId().equals(group.context().groupId()), "the group ", message.groupId());
        int senderSize = message.encryptedSenderData().size();
        CheckId.PRIVATE_MESSAGE_FORM.require(senderSize == SENDER_DATA_SIZE, senderSize + " octets of sender data");
        int contentSize = message.ciphertext().size();
        int contentSizeMin =
                CipherSuite.AEAD_TAG_SIZE + 1 + group.suite().signatureScheme().signatureSizeMin();
        CheckId.PRIVATE_MESSAGE_FORM.require(contentSize > contentSizeMin, contentSize + " octets of content");
        if (message.epoch() == group.context().epoch()) {
            checkAuthenticatedData(message.authenticatedData());
        }
    }

    /// A member's word on a Commit of this group.
    @Enforces({CheckId.MESSAGE_GROUP, CheckId.REPORT_SIGNATURE})
    void checkReport(CommitReport report) {
        CheckId.MESSAGE_GROUP.require(
                report.groupId().equals(group.context().groupId()), "the group ", report.groupId());
        SignaturePublicKey key = member(report.leafIndex()).signatureKey();
        CheckId.REPORT_SIGNATURE.require(
                observer.signatures().verify(group.suite(), key, report.signContent(), report.signature()),
                "by the key ",
                key.octets());
    }

    /// The leaf of a member who sent something.
    @Enforces(CheckId.SENDER_MEMBER)
    LeafNode member(long leafIndex) {
        return group.leaf(leafIndex).orElseThrow(() -> CheckId.SENDER_MEMBER.refuse("the leaf " + leafIndex));
    }

    @Enforces({CheckId.SENDER_CONTENT, CheckId.EXTERNAL_PROPOSAL_TYPE})
    private SignaturePublicKey proposalKey(Sender sender, Proposal proposal) {
        return switch (sender) {
            case Sender.Member(long leafIndex) -> member(leafIndex).signatureKey();
            case Sender.External(long senderIndex) -> {
                CheckId.EXTERNAL_PROPOSAL_TYPE.require(
                        FROM_OUTSIDE.contains(proposal.type()), "the proposal type " + proposal.type());
                yield externalSender(senderIndex).signatureKey();
            }
            case Sender.NewMemberProposal _ -> {
                if (!(proposal instanceof Add(var keyPackage))) {
                    throw CheckId.SENDER_CONTENT.refuse("a new member proposes the type " + proposal.type());
                }
                SignaturePublicKey key = keyPackage.leafNode().signatureKey();
                checkKeyForm(key);
                yield key;
            }
            case Sender.NewMemberCommit _ -> throw CheckId.SENDER_CONTENT.refuse("a proposal by a joiner");
        };
    }

    @Enforces(CheckId.SENDER_EXTERNAL)
    private ExternalSender externalSender(long index) {
        List<ExternalSender> senders = group.parameters().externalSenders();
        CheckId.SENDER_EXTERNAL.require(index < senders.size(), "the sender " + index);
        return senders.get((int) index);
    }

    /// Refuses a key that isn't in the tree and no key of the suite.
    @Enforces(CheckId.SIGNATURE_KEY_FORM)
    void checkKeyForm(SignaturePublicKey key) {
        CheckId.SIGNATURE_KEY_FORM.require(
                group.tree().signatureKeys().contains(key.octets())
                        || PublicKeyForm.accepts(group.suite().signatureScheme(), key),
                "of the sender: ",
                key.octets());
    }

    @Enforces({CheckId.MESSAGE_SIGNATURE, CheckId.MEMBERSHIP_TAG_SIZE})
    void checkSignature(PublicMessage message, SignaturePublicKey key) {
        message.membershipTag()
                .ifPresent(tag -> CheckId.MEMBERSHIP_TAG_SIZE.require(
                        tag.size() == group.suite().hashSize(), tag.size() + " octets"));
        SignContent content = new SignContent(
                SignatureLabel.FRAMED_CONTENT, message.authenticated().toBeSigned(group.context()));
        CheckId.MESSAGE_SIGNATURE.require(
                observer.signatures()
                        .verify(
                                group.suite(),
                                key,
                                content,
                                message.authenticated().signature()),
                "by the key ",
                key.octets());
    }
}
