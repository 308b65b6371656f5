package dev.epochal.mls.follow;

import dev.epochal.mls.crypto.CipherSuite;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.framing.PrivateMessage;
import dev.epochal.mls.framing.PublicMessage;
import dev.epochal.mls.group.GroupContext;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.group.PartialGroupInfo;
import dev.epochal.mls.group.Welcome;
import dev.epochal.mls.keypackage.KeyPackage;
import dev.epochal.mls.report.CommitReport;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Checked;
import dev.epochal.mls.validation.Enforces;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Checks what a keyless observer can check, at a given moment. The entry of everything in this package.
///
/// A pure function of its arguments: no clock, no randomness, no I/O. Throws for no parsed input; answers with
/// the first check that fails. Immutable and safe for use by several threads.
///
/// @param signatures verifies signatures
/// @param rules what the application decided
/// @param nowSeconds the present, in seconds since 1970
public record Observer(SignatureVerifier signatures, Rules rules, long nowSeconds) {
    /// The same observer at another moment.
    public Observer at(long seconds) {
        return new Observer(signatures, rules, seconds);
    }

    /// Checks a KeyPackage by itself (RFC 9420 §10.1), of whatever known suite it is for.
    @Enforces(CheckId.CIPHER_SUITE)
    public Checked<KeyPackage> checkKeyPackage(KeyPackage keyPackage) {
        return Checked.of(() -> {
            CipherSuite suite = keyPackage
                    .suite()
                    .orElseThrow(() -> CheckId.CIPHER_SUITE.refuse("the suite " + keyPackage.cipherSuite()));
            new KeyPackageChecks(this, suite).check(keyPackage);
            return keyPackage;
        });
    }

    /// Starts to follow a group with a whole check of its tree (§12.4.3.1). The GroupInfo must be one that the
    /// observer has reason to trust: its signature only says that one of the tree's members agrees.
    public Checked<PublicGroup> join(GroupInfo groupInfo, RatchetTree tree) {
        return Checked.of(() -> new GroupImport(this, groupInfo.groupContext()).join(groupInfo, tree));
    }

    /// The same with the tree that the GroupInfo brings along.
    @Enforces(CheckId.GROUP_INFO_TREE)
    public Checked<PublicGroup> join(GroupInfo groupInfo) {
        return Checked.of(() -> {
            RatchetTree tree = GroupInfoChecks.tree(groupInfo)
                    .orElseThrow(() -> CheckId.GROUP_INFO_TREE.refuse("there is no ratchet_tree extension"));
            return new GroupImport(this, groupInfo.groupContext()).join(groupInfo, tree);
        });
    }

    /// Goes on to the next epoch of a group whose Commits can't be read, by the word of the member who signs
    /// the GroupInfo. The tree is checked as when joining, but leaves that stood there before aren't verified
    /// again. That the epoch follows from the one before isn't known.
    @Enforces({CheckId.MESSAGE_GROUP, CheckId.MESSAGE_EPOCH})
    public Checked<PublicGroup> advance(PublicGroup before, GroupInfo groupInfo, RatchetTree tree) {
        return Checked.of(() -> {
            GroupContext context = groupInfo.groupContext();
            CheckId.MESSAGE_GROUP.require(
                    context.groupId().equals(before.context().groupId())
                            && context.cipherSuite() == before.suite().code(),
                    "the group " + context.groupId());
            CheckId.MESSAGE_EPOCH.require(
                    context.epoch() == before.context().epoch() + 1,
                    Long.toUnsignedString(context.epoch()) + " after "
                            + Long.toUnsignedString(before.context().epoch()));
            return new GroupImport(this, context, Optional.of(before)).join(groupInfo, tree);
        });
    }

    /// Checks a proposal that was sent by itself in the group's current epoch (§6.1, §12.1).
    public Checked<VerifiedProposal> verifyProposal(PublicGroup group, PublicMessage message) {
        return Checked.of(() -> new MessageChecks(this, group).verifyProposal(message));
    }

    /// Checks that a proposal from outside is signed by the key of an external sender that the group lists, whatever
    /// epoch it is for: what such a one signs leaves the GroupContext out (§6.1). Other senders pass unchecked.
    public Checked<PublicMessage> checkExternalSender(PublicGroup group, PublicMessage message) {
        return Checked.of(() -> {
            new MessageChecks(this, group).checkExternalSender(message);
            return message;
        });
    }

    /// Checks a Commit for the group's current epoch and computes what it leads to (§12.4.2). The proposals are
    /// those of the epoch so far; the Commit may cover any of them by reference.
    public Checked<StagedCommit> stage(
            PublicGroup group, PublicMessage message, Collection<VerifiedProposal> proposals) {
        return Checked.of(() -> new Staging(this, group, proposals, Optional.empty()).stage(message));
    }

    /// The same with the GroupInfo of the new epoch, which is checked as well. It also tells the data of
    /// components whose updates only the members understand; [StagedCommit#takenOnTrust] names these.
    public Checked<StagedCommit> stage(
            PublicGroup group, PublicMessage message, Collection<VerifiedProposal> proposals, GroupInfo groupInfo) {
        return Checked.of(() -> {
            StagedCommit staged = new Staging(this, group, proposals, Optional.of(groupInfo)).stage(message);
            new GroupInfoChecks(this, staged.after()).check(groupInfo);
            return staged;
        });
    }

    /// Checks what can be seen of a PrivateMessage: the group, the sizes of what is sealed (§6.3) and, if it is of
    /// the group's current epoch, the form of its `authenticated_data`. Which epochs are taken is for the
    /// application to say.
    public Checked<PrivateMessage> checkSealed(PublicGroup group, PrivateMessage message) {
        return Checked.of(() -> {
            new MessageChecks(this, group).checkSealed(message);
            return message;
        });
    }

    /// Checks a GroupInfo against the group's state (§12.4.3).
    public Checked<GroupInfo> checkGroupInfo(PublicGroup group, GroupInfo groupInfo) {
        return Checked.of(() -> {
            new GroupInfoChecks(this, group).check(groupInfo);
            return groupInfo;
        });
    }

    /// Completes what the committer tells of the GroupInfo of the new epoch, and checks it (§12.4.3). What is told must
    /// be without the tree: where a `ratchet_tree` would stand among the extensions isn't known.
    @Enforces(CheckId.GROUP_INFO_TREE)
    public Checked<GroupInfo> completeGroupInfo(StagedCommit staged, PartialGroupInfo partial) {
        return Checked.of(() -> {
            boolean treeless = !partial.presence().isSigned()
                    && partial.extensions().find(ExtensionType.RATCHET_TREE).isEmpty();
            CheckId.GROUP_INFO_TREE.require(treeless, "a PartialGroupInfo is to be signed without the ratchet_tree");
            PublicGroup after = staged.after();
            GroupInfo completed = partial.completedBy(after.context(), after.confirmationTag(), staged.committer());
            new GroupInfoChecks(this, after).check(completed);
            return completed;
        });
    }

    /// Checks that a report is of a member of the group and signed by its leaf's key (§5.1.2). Whether what it says is
    /// true can't be known.
    public Checked<CommitReport> checkReport(PublicGroup group, CommitReport report) {
        return Checked.of(() -> {
            new MessageChecks(this, group).checkReport(report);
            return report;
        });
    }

    /// Checks that Welcomes are for exactly the clients that the Commit adds (§12.4.3.1).
    public Checked<List<Welcome>> checkWelcomes(StagedCommit staged, List<Welcome> welcomes) {
        return Checked.of(() -> {
            new WelcomeChecks(staged).check(welcomes);
            return List.copyOf(welcomes);
        });
    }
}
