package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.follow.BroughtLeaves;
import dev.epochal.mls.follow.CopathSubtree;
import dev.epochal.mls.follow.CoveredProposal;
import dev.epochal.mls.follow.Observer;
import dev.epochal.mls.follow.PublicGroup;
import dev.epochal.mls.follow.RosterChange;
import dev.epochal.mls.follow.StagedCommit;
import dev.epochal.mls.follow.TreeDelta;
import dev.epochal.mls.follow.VerifiedProposal;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.framing.PublicMessage;
import dev.epochal.mls.framing.Sender;
import dev.epochal.mls.group.EncryptedGroupSecrets;
import dev.epochal.mls.group.GroupContext;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.group.Welcome;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.proposal.GroupContextExtensions;
import dev.epochal.mls.proposal.Proposal;
import dev.epochal.mls.proposal.ReInit;
import dev.epochal.mls.proposal.SelfRemove;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.schema.record.CommitAccepted;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.WelcomeRecipient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// A Commit with its Welcome and GroupInfo after all that an observer can check, and what it leads to.
///
/// A Commit in a PublicMessage is verified. One in a PrivateMessage can't be read: the epoch follows by the word of the
/// member who signs the GroupInfo. The Welcome's KeyPackageRefs can't be matched to Adds then, only counted; who a ref
/// belongs to is known if one client came, and else only by the directory that published the KeyPackage.
final class StagedBundle {
    private final PublicGroup after;
    private final RosterChange roster;
    private final List<LeafNode> brought;
    private final Set<Integer> leaving;
    private final boolean changesGroup;
    private final ByteString successorGroupId;
    private final Supplier<CommitAccepted> body;

    private StagedBundle(StagedCommit staged, List<LeafNode> brought, Supplier<CommitAccepted> body) {
        this.after = staged.after();
        this.roster = staged.roster();
        this.brought = brought;
        this.leaving = leaving(staged.proposals());
        this.changesGroup =
                staged.proposals().stream().map(CoveredProposal::proposal).anyMatch(StagedBundle::changesGroup);
        this.successorGroupId =
                staged.reInit().map(reInit -> Bytes.string(reInit.groupId())).orElse(ByteString.EMPTY);
        this.body = body;
    }

    private StagedBundle(PublicGroup before, PublicGroup after, RosterChange roster, CommitAccepted body) {
        this.after = after;
        this.roster = roster;
        this.brought = brought(roster);
        this.leaving = Set.of();
        this.changesGroup =
                !after.context().extensions().equals(before.context().extensions());
        this.successorGroupId = ByteString.EMPTY;
        this.body = () -> body;
    }

    /// Stages a Commit that a caller submits.
    static StagedBundle of(AddressedCommit addressed, Submission submission) {
        ParsedCommit parsed = addressed.parsed();
        if (parsed.message() instanceof MlsMessage.OfPublicMessage(PublicMessage message, Octets _)) {
            BroughtGroupInfo.Staged staged =
                    parsed.groupInfo().stage(submission.observer(), submission.state(), message);
            return inClear(parsed, staged, submission.observer());
        }
        StagedBundle bundle = sealed(parsed, submission.state().group(), submission.observer());
        bundle.checkSigner(parsed.groupInfo().whole(), submission.caller());
        return bundle;
    }

    /// Stages an accepted Commit again. The GroupInfo was compared with the outcome when the Commit was accepted; it
    /// is only needed where it tells what members alone can know.
    static StagedBundle ofAccepted(ParsedCommit parsed, GroupState state, Observer observer, boolean onTrust) {
        if (parsed.message() instanceof MlsMessage.OfPublicMessage(PublicMessage message, Octets _)) {
            List<VerifiedProposal> proposals = state.verifiedProposals();
            StagedCommit staged = (onTrust
                            ? observer.stage(
                                    state.group(),
                                    message,
                                    proposals,
                                    parsed.groupInfo().whole())
                            : observer.stage(state.group(), message, proposals))
                    .orThrow();
            ByteString groupInfo = parsed.submission().getGroupInfo();
            return inClear(parsed, new BroughtGroupInfo.Staged(staged, groupInfo), observer);
        }
        return sealed(parsed, state.group(), observer);
    }

    private static StagedBundle inClear(ParsedCommit parsed, BroughtGroupInfo.Staged outcome, Observer observer) {
        StagedCommit staged = outcome.commit();
        observer.checkWelcomes(staged, parsed.welcomes()).orThrow();
        return new StagedBundle(
                staged, BroughtLeaves.of(parsed.message()), () -> body(parsed, staged, outcome.groupInfo()));
    }

    private static CommitAccepted body(ParsedCommit parsed, StagedCommit staged, ByteString groupInfo) {
        CommitAccepted.Builder body = body(parsed, groupInfo)
                .setCommitterLeaf(staged.committer())
                .setAfter(StateAfter.of(staged.after(), staged.treeDelta(), staged.roster()))
                .setExternal(staged.external())
                .addAllTakenOnTrust(staged.takenOnTrust())
                .addAllCopath(copath(staged.copath()));
        staged.reInit().ifPresent(reInit -> body.setSuccessorGroupId(Bytes.string(reInit.groupId())));
        for (CoveredProposal covered : staged.proposals()) {
            if (covered.proposal() instanceof Add(var keyPackage)) {
                body.addWelcomeRecipients(WelcomeRecipient.newBuilder()
                        .setKeyPackageRef(
                                Bytes.string(keyPackage.ref(staged.before().suite())))
                        .setIdentity(Identities.require(keyPackage.leafNode())));
            }
        }
        return body.build();
    }

    private static StagedBundle sealed(ParsedCommit parsed, PublicGroup before, Observer observer) {
        GroupInfo groupInfo = parsed.groupInfo().whole();
        GroupContext context = groupInfo.groupContext();
        if (!context.groupId().equals(before.context().groupId())
                || context.epoch() != before.context().epoch() + 1) {
            throw Refusals.invalidGroupInfo(
                    CheckId.GROUP_INFO_CONTEXT, "The GroupInfo is not for the epoch that the Commit starts.");
        }
        PublicGroup after =
                observer.advance(before, groupInfo, GroupInfos.tree(groupInfo)).orThrow();
        RosterChange roster = RosterChange.between(before, after);
        CommitAccepted body = body(parsed, parsed.submission().getGroupInfo())
                .setAfter(StateAfter.of(after, TreeDelta.between(before, after), roster))
                .addAllWelcomeRecipients(recipients(parsed.welcomes(), before, roster))
                .addAllCopath(copath(hiddenCopath(groupInfo, after, roster)))
                .build();
        return new StagedBundle(before, after, roster, body);
    }

    /// Who commits is who signs the GroupInfo. Whether there is a path can't be seen, so one is supposed.
    private static List<CopathSubtree> hiddenCopath(GroupInfo groupInfo, PublicGroup after, RosterChange roster) {
        return after.leaf(groupInfo.signer()).isEmpty()
                ? List.of()
                : CopathSubtree.ofPath(after, (int) groupInfo.signer(), roster.addedLeaves());
    }

    private static List<dev.epochal.schema.record.CopathSubtree> copath(List<CopathSubtree> subtrees) {
        return subtrees.stream()
                .map(subtree -> {
                    var written =
                            dev.epochal.schema.record.CopathSubtree.newBuilder().setNodeIndex(subtree.node());
                    boolean whole = subtree.receivers().equals(List.of(subtree.node()));
                    return written.addAllReceivers(whole ? List.of() : subtree.receivers())
                            .build();
                })
                .toList();
    }

    private static CommitAccepted.Builder body(ParsedCommit parsed, ByteString groupInfo) {
        return CommitAccepted.newBuilder()
                .setCommit(parsed.submission().getCommit())
                .setWelcome(parsed.submission().getWelcome())
                .setGroupInfo(groupInfo);
    }

    private static List<WelcomeRecipient> recipients(List<Welcome> welcomes, PublicGroup before, RosterChange roster) {
        List<WelcomeRecipient> recipients = new ArrayList<>();
        Set<Object> refs = new HashSet<>();
        for (Welcome welcome : welcomes) {
            if (welcome.cipherSuite() != before.suite().code()) {
                throw Refusals.welcomeMismatch(CheckId.WELCOME_SUITE, "The Welcome is for another cipher suite.");
            }
            for (EncryptedGroupSecrets secrets : welcome.secrets()) {
                refs.add(secrets.newMember());
                WelcomeRecipient.Builder recipient =
                        WelcomeRecipient.newBuilder().setKeyPackageRef(Bytes.string(secrets.newMember()));
                if (roster.added().size() == 1) {
                    recipient.setIdentity(
                            Identities.require(roster.added().getFirst().leafNode()));
                }
                recipients.add(recipient.build());
            }
        }
        if (recipients.size() != roster.added().size() || refs.size() != recipients.size()) {
            throw Refusals.welcomeMismatch(
                    CheckId.WELCOME_MEMBERS,
                    "The Welcome is for " + refs.size() + " clients, but "
                            + roster.added().size() + " came.");
        }
        return recipients;
    }

    private void checkSigner(GroupInfo groupInfo, Identity caller) {
        boolean own = after.leaf(groupInfo.signer())
                .flatMap(Identities::of)
                .filter(caller::equals)
                .isPresent();
        if (!own) {
            throw Refusals.senderMismatch("The leaf that signed the GroupInfo");
        }
    }

    private static Set<Integer> leaving(List<CoveredProposal> proposals) {
        Set<Integer> leaving = new HashSet<>();
        for (CoveredProposal covered : proposals) {
            if (covered.proposal() instanceof SelfRemove && covered.sender() instanceof Sender.Member(long leafIndex)) {
                leaving.add((int) leafIndex);
            }
        }
        return leaving;
    }

    private static List<LeafNode> brought(RosterChange roster) {
        List<LeafNode> leaves = new ArrayList<>();
        roster.added().forEach(member -> leaves.add(member.leafNode()));
        roster.updated().forEach(updated -> leaves.add(updated.after()));
        return leaves;
    }

    private static boolean changesGroup(Proposal proposal) {
        return proposal instanceof GroupContextExtensions || proposal instanceof ReInit;
    }

    PublicGroup after() {
        return after;
    }

    RosterChange roster() {
        return roster;
    }

    /// The leaves that the Commit brings along: all new ones, but for those of proposals that were accepted before.
    List<LeafNode> brought() {
        return brought;
    }

    /// Whether the member at the leaf asked by itself to be removed.
    boolean isLeaving(int leafIndex) {
        return leaving.contains(leafIndex);
    }

    /// Whether the GroupContext's extensions change by other than components' data, or the group is closed.
    boolean changesGroup() {
        return changesGroup;
    }

    /// The group that a ReInit names; else empty.
    ByteString successorGroupId() {
        return successorGroupId;
    }

    /// The event's body, made at each call: who only follows a history needs none.
    ///
    /// @throws RefusedSubmissionException if a leaf tells no identity
    CommitAccepted body() {
        return body.get();
    }
}
