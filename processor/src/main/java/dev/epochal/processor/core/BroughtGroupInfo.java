package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.follow.Observer;
import dev.epochal.mls.follow.StagedCommit;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.framing.PublicMessage;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.group.PartialGroupInfo;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.schema.record.SubmitCommit;

/// What a Commit brings along of the GroupInfo of the epoch that it starts.
sealed interface BroughtGroupInfo {
    /// Reads what came, of which there must be one.
    static BroughtGroupInfo of(SubmitCommit submission) {
        ByteString partial = submission.getPartialGroupInfo();
        if (partial.isEmpty()) {
            return new Whole(GroupInfos.parse(submission.getGroupInfo()), submission.getGroupInfo());
        }
        if (!submission.getGroupInfo().isEmpty()) {
            throw Refusals.invalidGroupInfo("12.4.3", "There are a GroupInfo and a PartialGroupInfo.");
        }
        try {
            return new Partial(PartialGroupInfo.parse(Bytes.octets(partial)));
        } catch (MalformedException e) {
            throw Refusals.malformed("The PartialGroupInfo", e);
        }
    }

    /// The whole GroupInfo, without which a Commit that can't be read leads nowhere.
    GroupInfo whole();

    /// Stages a Commit that can be read and checks the GroupInfo against its outcome.
    Staged stage(Observer observer, GroupState state, PublicMessage message);

    /// A staged Commit with the GroupInfo of its outcome.
    ///
    /// @param commit what the Commit leads to
    /// @param groupInfo MLSMessage(mls_group_info)
    record Staged(StagedCommit commit, ByteString groupInfo) {}

    /// A GroupInfo, with or without the tree.
    ///
    /// @param whole the GroupInfo
    /// @param message the message that it came in
    record Whole(GroupInfo whole, ByteString message) implements BroughtGroupInfo {
        @Override
        public Staged stage(Observer observer, GroupState state, PublicMessage commit) {
            StagedCommit staged = observer.stage(state.group(), commit, state.verifiedProposals(), whole)
                    .orThrow();
            if (whole.signer() != staged.committer()) {
                throw Refusals.invalidGroupInfo(
                        CheckId.GROUP_INFO_SIGNER, "Another member than the committer signed the GroupInfo.");
            }
            return new Staged(staged, message);
        }
    }

    /// What only the committer can know of it: the rest follows from the Commit.
    ///
    /// @param partial what came
    record Partial(PartialGroupInfo partial) implements BroughtGroupInfo {
        @Override
        public GroupInfo whole() {
            throw Refusals.invalidGroupInfo(
                    CheckId.GROUP_INFO_TREE,
                    "A PartialGroupInfo can't be completed where handshakes are sealed: send the GroupInfo.");
        }

        @Override
        public Staged stage(Observer observer, GroupState state, PublicMessage commit) {
            StagedCommit staged = observer.stage(state.group(), commit, state.verifiedProposals())
                    .orThrow();
            GroupInfo completed = observer.completeGroupInfo(staged, partial).orThrow();
            MlsMessage message = new MlsMessage.OfGroupInfo(completed, Octets.EMPTY);
            return new Staged(staged, Bytes.string(message.encoded()));
        }
    }
}
