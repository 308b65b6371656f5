package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.commit.Commit;
import dev.epochal.mls.commit.ProposalOrRef;
import dev.epochal.mls.framing.AuthenticatedContent;
import dev.epochal.mls.framing.Content;
import dev.epochal.mls.framing.FramedContent;
import dev.epochal.mls.framing.PublicMessage;
import dev.epochal.mls.framing.Sender;
import dev.epochal.mls.group.GroupContext;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.proposal.ReInit;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.UpdatePath;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Enforces;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Checks one Commit and computes the state that it leads to (RFC 9420 §12.4.2). Lives for one Commit.
final class Staging {
    private final Observer observer;
    private final PublicGroup group;
    private final Collection<VerifiedProposal> live;
    private final Optional<GroupInfo> groupInfo;

    Staging(Observer observer, PublicGroup group, Collection<VerifiedProposal> live, Optional<GroupInfo> groupInfo) {
        this.observer = observer;
        this.group = group;
        this.live = live;
        this.groupInfo = groupInfo;
    }

    @Enforces({CheckId.CONTENT_TYPE, CheckId.CONFIRMATION_TAG_SIZE})
    StagedCommit stage(PublicMessage message) {
        FramedContent content = message.content();
        MessageChecks messages = new MessageChecks(observer, group);
        messages.checkEnvelope(content);
        if (!(content.content() instanceof Content.OfCommit(Commit commit))) {
            throw CheckId.CONTENT_TYPE.refuse(content.content().type() + " instead of a Commit");
        }
        Octets tag = message.authenticated().confirmationTag().orElse(Octets.EMPTY);
        CheckId.CONFIRMATION_TAG_SIZE.require(tag.size() == group.suite().hashSize(), tag.size() + " octets");
        checkSignature(message, commit, messages);
        ProposalList list = resolve(commit, content.sender());
        checkList(list, commit, content.sender());
        ProposalChecks proposalChecks = new ProposalChecks(observer, group);
        for (CoveredProposal covered : list.all()) {
            if (covered.ref().isEmpty()) {
                proposalChecks.check(covered.proposal(), covered.sender());
            } else {
                proposalChecks.checkAgain(covered.proposal());
            }
        }
        return apply(list, commit, message.authenticated());
    }

    @Enforces({CheckId.SENDER_CONTENT, CheckId.EXTERNAL_COMMIT_ALLOWED, CheckId.PATH_REQUIRED})
    private void checkSignature(PublicMessage message, Commit commit, MessageChecks messages) {
        switch (message.content().sender()) {
            case Sender.Member(long leafIndex) ->
                messages.checkSignature(message, messages.member(leafIndex).signatureKey());
            case Sender.NewMemberCommit _ -> {
                CheckId.EXTERNAL_COMMIT_ALLOWED.require(observer.rules().externalCommits(), "by policy");
                LeafNode joiner = commit.path()
                        .orElseThrow(() -> CheckId.PATH_REQUIRED.refuse("an external Commit"))
                        .leafNode();
                messages.checkKeyForm(joiner.signatureKey());
                messages.checkSignature(message, joiner.signatureKey());
            }
            case Sender.External _, Sender.NewMemberProposal _ ->
                throw CheckId.SENDER_CONTENT.refuse("a Commit from outside");
        }
    }

    @Enforces(CheckId.PROPOSAL_REF)
    private ProposalList resolve(Commit commit, Sender committer) {
        Map<Octets, VerifiedProposal> byRef = new HashMap<>();
        for (VerifiedProposal proposal : live) {
            if (proposal.epoch() == group.context().epoch()
                    && proposal.groupId().equals(group.context().groupId())) {
                byRef.put(proposal.ref(), proposal);
            }
        }
        List<CoveredProposal> all = new ArrayList<>(commit.proposals().size());
        for (ProposalOrRef item : commit.proposals()) {
            all.add(
                    switch (item) {
                        case ProposalOrRef.ByValue(var proposal) ->
                            new CoveredProposal(Optional.empty(), committer, proposal);
                        case ProposalOrRef.ByReference(Octets ref) -> {
                            VerifiedProposal found = byRef.get(ref);
                            if (found == null) {
                                throw CheckId.PROPOSAL_REF.refuse("the reference " + ref);
                            }
                            yield new CoveredProposal(Optional.of(ref), found.sender(), found.proposal());
                        }
                    });
        }
        return new ProposalList(List.copyOf(all));
    }

    @Enforces({CheckId.PATH_REQUIRED, CheckId.EXTERNAL_COMMIT_REMOVE})
    private void checkList(ProposalList list, Commit commit, Sender committer) {
        if (committer instanceof Sender.Member(long leafIndex)) {
            list.checkForMember(leafIndex, observer.rules());
        } else {
            list.checkForJoiner(observer.rules());
        }
        CheckId.PATH_REQUIRED.require(commit.path().isPresent() || !list.requiresPath(), "for its proposals");
        OptionalInt resynced = committer instanceof Sender.Member ? OptionalInt.empty() : list.resyncedLeaf();
        if (resynced.isPresent()) {
            LeafNode joiner = commit.path().orElseThrow().leafNode();
            boolean same = group.leaf(resynced.getAsInt())
                    .filter(leaf -> leaf.credential().equals(joiner.credential()))
                    .isPresent();
            CheckId.EXTERNAL_COMMIT_REMOVE.require(same, "the leaf " + resynced.getAsInt());
        }
    }

    private StagedCommit apply(ProposalList list, Commit commit, AuthenticatedContent message) {
        ContextChange contextChange = new ContextChange(group, groupInfo);
        GroupParameters parameters = contextChange.apply(list);
        TreeChange change = new TreeChange(observer, group, parameters);
        change.applyProposals(list);
        int committer = message.content().sender() instanceof Sender.Member(long leafIndex)
                ? (int) leafIndex
                : change.claimLeaf();
        for (UpdatePath path : commit.path().stream().toList()) {
            change.applyPath(committer, path, list);
        }
        TrackedTree tree = change.tree();
        parameters.checkSupport(tree);
        Octets transcriptHash = message.confirmedTranscriptHash(group.suite(), group.interimTranscriptHash());
        GroupContext context =
                group.context().at(group.context().epoch() + 1, tree.hash(), transcriptHash, parameters.extensions());
        Optional<ReInit> successor = list.of(ReInit.class).stream().findFirst();
        PublicGroup after = new PublicGroup(
                context, parameters, tree, message.confirmationTag().orElseThrow(), successor);
        boolean external = !(message.content().sender() instanceof Sender.Member);
        return new StagedCommit(
                group,
                after,
                new StagedCommit.Committer(committer, external),
                new StagedCommit.Effects(
                        list.all(), commit.path().isPresent(), change.roster(), contextChange.takenOnTrust()));
    }
}
