package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.follow.BroughtLeaves;
import dev.epochal.mls.follow.Observer;
import dev.epochal.mls.follow.PublicGroup;
import dev.epochal.mls.follow.VerifiedProposal;
import dev.epochal.mls.framing.Content;
import dev.epochal.mls.framing.ContentType;
import dev.epochal.mls.framing.FramedContent;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.framing.PublicMessage;
import dev.epochal.mls.framing.Sender;
import dev.epochal.mls.framing.WireFormat;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.proposal.Proposal;
import dev.epochal.mls.proposal.Update;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.validation.Checked;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.ProposalAccepted;
import java.util.Optional;

/// A Proposal in a message of its own, after all that an observer can check.
///
/// One in a PublicMessage is verified. Of one in a PrivateMessage only the epoch can be seen.
final class SubmittedProposal {
    private final Optional<VerifiedProposal> verified;
    private final ProposalAccepted body;

    private SubmittedProposal(Optional<VerifiedProposal> verified, ProposalAccepted body) {
        this.verified = verified;
        this.body = body;
    }

    /// Checks a Proposal that a caller submits, in this order: size, form, group, wire format, content type,
    /// membership, freeze, epoch, sender, number of proposals, signature and rules, identities, signature keys.
    static SubmittedProposal of(ByteString bytes, Submission submission) {
        submission
                .limits()
                .checkSize("proposal", bytes.size(), submission.limits().handshakeBytesMax());
        MlsMessage message = Envelope.parse("The Proposal", bytes);
        Envelope envelope = Envelope.of(message);
        GroupState state = submission.state();
        envelope.checkOutside(
                state,
                state.isVerified() ? WireFormat.PUBLIC_MESSAGE : WireFormat.PRIVATE_MESSAGE,
                ContentType.PROPOSAL,
                submission.limits());
        if (message instanceof MlsMessage.OfPublicMessage(PublicMessage publicMessage, Octets _)) {
            checkAdmission(publicMessage, submission);
            Envelope.checkOpen(state);
            envelope.checkEpoch(state, 0);
            checkSender(publicMessage.content(), submission);
        } else {
            Envelope.checkMember(state, submission.caller());
            Envelope.checkOpen(state);
            envelope.checkEpoch(state, 0);
        }
        checkRoom(submission);
        SubmittedProposal proposal = ofAccepted(bytes, message, state, submission.observer());
        proposal.verified.ifPresent(verified -> {
            checkVerified(verified, state);
            submission
                    .registered()
                    .require(BroughtLeaves.of(verified.proposal()).stream().toList());
        });
        return proposal;
    }

    /// Reads an accepted Proposal again.
    static SubmittedProposal ofAccepted(ByteString bytes, GroupState state, Observer observer) {
        return ofAccepted(bytes, Envelope.parse("The Proposal", bytes), state, observer);
    }

    private static SubmittedProposal ofAccepted(
            ByteString bytes, MlsMessage message, GroupState state, Observer observer) {
        ProposalAccepted.Builder body = ProposalAccepted.newBuilder().setProposal(bytes);
        if (!(message instanceof MlsMessage.OfPublicMessage(PublicMessage publicMessage, Octets _))) {
            return new SubmittedProposal(Optional.empty(), body.build());
        }
        VerifiedProposal verified =
                observer.verifyProposal(state.group(), publicMessage).orThrow();
        body.setProposalRef(Bytes.string(verified.ref()));
        if (verified.sender() instanceof Sender.Member(long leafIndex)) {
            body.setSenderLeaf((int) leafIndex);
        }
        return new SubmittedProposal(Optional.of(verified), body.build());
    }

    /// Members may propose, senders that the group lists as external too, and newcomers if they could join anyway. Who
    /// is none of them is told so before anything else, since an epoch is nothing for a stranger.
    private static void checkAdmission(PublicMessage message, Submission submission) {
        switch (message.content().sender()) {
            case Sender.NewMemberProposal _ ->
                PolicyRule.EXTERNAL_JOIN.require(submission.state(), submission.caller());
            case Sender.External _ -> {
                var checked = submission
                        .observer()
                        .checkExternalSender(submission.state().group(), message);
                if (checked instanceof Checked.Refused<?>) {
                    Envelope.checkMember(submission.state(), submission.caller());
                }
            }
            case Sender.Member _, Sender.NewMemberCommit _ ->
                Envelope.checkMember(submission.state(), submission.caller());
        }
    }

    /// An external sender has no identity here: its signature by a key of external_senders is all there is.
    private static void checkSender(FramedContent content, Submission submission) {
        Optional<LeafNode> leaf = switch (content.sender()) {
            case Sender.Member(long leafIndex) -> submission.state().group().leaf(leafIndex);
            case Sender.NewMemberProposal _ ->
                content.content() instanceof Content.OfProposal(Add(var keyPackage))
                        ? Optional.of(keyPackage.leafNode())
                        : Optional.empty();
            case Sender.External _, Sender.NewMemberCommit _ -> Optional.empty();
        };
        leaf.ifPresent(present -> {
            if (!Identities.require(present).equals(submission.caller())) {
                throw Refusals.senderMismatch("The leaf that sent the Proposal");
            }
        });
    }

    private static void checkRoom(Submission submission) {
        GroupState state = submission.state();
        Identity caller = submission.caller();
        int max = submission.limits().pendingProposalsMax(state.policy());
        if (state.chapter().pending().size() >= max) {
            throw Refusals.pendingProposalsFull(max);
        }
        int ofClientMax = submission.limits().pendingProposalsOfClientMax();
        if (state.recent().proposalsOf(caller, state.epoch()) >= ofClientMax) {
            throw Refusals.pendingProposalsFull(ofClientMax);
        }
    }

    /// The ref leaves the membership tag out, so other bytes may be the same Proposal.
    private static void checkVerified(VerifiedProposal verified, GroupState state) {
        ByteString ref = Bytes.string(verified.ref());
        for (GroupState.Pending pending : state.chapter().pending()) {
            if (pending.entry().proposalRef().equals(ref)) {
                throw Refusals.duplicateMessage(pending.entry().seq());
            }
        }
        checkIdentities(verified.proposal(), verified.sender(), state.group());
    }

    private static void checkIdentities(Proposal proposal, Sender sender, PublicGroup group) {
        if (proposal instanceof Add(var keyPackage)) {
            Identities.require(keyPackage.leafNode());
        }
        if (proposal instanceof Update(LeafNode after) && sender instanceof Sender.Member(long leafIndex)) {
            PermittedCommit.checkSuccessor(group.leaf(leafIndex).orElseThrow(), after);
        }
    }

    Optional<VerifiedProposal> verified() {
        return verified;
    }

    ProposalAccepted body() {
        return body;
    }
}
