package dev.epochal.processor.core;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.follow.PublicGroup;
import dev.epochal.mls.follow.RosterChange;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.Member;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.schema.history.LogPin;
import dev.epochal.schema.record.CommitAccepted;
import dev.epochal.schema.record.Identity;
import java.util.Optional;

/// A Commit that the group's policy allows to the caller: the last step before it is accepted.
///
/// A client may always add and remove clients of its own user. Nobody may change whose leaf it is, or bring a leaf that
/// isn't its client's.
final class PermittedCommit {
    private final CommitAccepted body;

    private PermittedCommit(CommitAccepted body) {
        this.body = body;
    }

    CommitAccepted body() {
        return body;
    }

    static PermittedCommit of(StagedBundle staged, Submission submission) {
        CommitAccepted body = staged.body();
        check(staged, submission);
        return new PermittedCommit(body);
    }

    static void check(StagedBundle staged, Submission submission) {
        RosterChange roster = staged.roster();
        roster.updated().forEach(updated -> checkSuccessor(updated.before(), updated.after()));
        submission.registered().require(staged.brought());
        for (Member member : roster.added()) {
            if (!isOwn(member, submission.caller())) {
                PolicyRule.ADD.require(submission.state(), submission.caller());
            }
        }
        for (Member member : roster.removed()) {
            if (!isOwn(member, submission.caller()) && !staged.isLeaving(member.leafIndex())) {
                PolicyRule.REMOVE.require(submission.state(), submission.caller());
            }
        }
        if (staged.changesGroup()) {
            PolicyRule.CHANGE_GROUP.require(submission.state(), submission.caller());
        }
        if (changesLog(submission.state().group(), staged.after())) {
            PolicyRule.CHANGE_LOG.require(submission.state(), submission.caller());
        }
    }

    /// Whether another log than before is pinned, or none any more.
    private static boolean changesLog(PublicGroup before, PublicGroup after) {
        Optional<Octets> pinned = before.context().extensions().find(LogPin.EXTENSION_TYPE);
        return pinned.isPresent() && !pinned.equals(after.context().extensions().find(LogPin.EXTENSION_TYPE));
    }

    /// Refuses a leaf that would pass to another client.
    static void checkSuccessor(LeafNode before, LeafNode after) {
        Identity owner = Identities.require(before);
        if (!Identities.require(after).equals(owner)) {
            throw Refusals.invalid(CheckId.CREDENTIAL_SUCCESSOR, "the leaf would pass to another client");
        }
    }

    private static boolean isOwn(Member member, Identity caller) {
        return Identities.require(member.leafNode()).getUser().equals(caller.getUser());
    }
}
