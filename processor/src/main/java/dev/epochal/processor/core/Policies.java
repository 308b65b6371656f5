package dev.epochal.processor.core;

import dev.epochal.schema.record.ChangePolicy;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.Permission;

/// What makes a group's policy complete and keepable.
final class Policies {
    static final String ADMINISTRATORS = "administrators";

    private Policies() {}

    /// The policy with each open rule at its default; who sets it administers the group if nobody is listed.
    /// Idempotent. Limits of 0 stay: they mean the server's, whatever that will be.
    static GroupPolicy inForce(GroupPolicy given, Identity setter) {
        GroupPolicy.Builder policy = given.toBuilder()
                .setAddValue(or(given.getAddValue(), Permission.PERMISSION_MEMBERS_VALUE))
                .setRemoveValue(or(given.getRemoveValue(), Permission.PERMISSION_MEMBERS_VALUE))
                .setExternalJoinValue(or(given.getExternalJoinValue(), Permission.PERMISSION_NOBODY_VALUE))
                .setSendValue(or(given.getSendValue(), Permission.PERMISSION_MEMBERS_VALUE))
                .setChangeGroupValue(or(given.getChangeGroupValue(), Permission.PERMISSION_MEMBERS_VALUE))
                .setChangeLogValue(or(given.getChangeLogValue(), Permission.PERMISSION_NOBODY_VALUE));
        if (given.getAdministratorsCount() == 0) {
            policy.addAdministrators(setter);
        }
        return policy.build();
    }

    /// Numbers, since a permission may be one that this version doesn't know.
    private static int or(int permission, int otherwise) {
        return permission == Permission.PERMISSION_UNSPECIFIED_VALUE ? otherwise : permission;
    }

    /// Refuses a policy that names what this version doesn't know or can't keep.
    static void check(GroupPolicy policy, Limits limits) {
        for (PolicyRule rule : PolicyRule.values()) {
            Permission permission = rule.of(policy);
            if (permission == Permission.UNRECOGNIZED
                    || (permission == Permission.PERMISSION_ANYBODY && rule != PolicyRule.EXTERNAL_JOIN)) {
                throw Refusals.malformed("The policy's rule \"" + rule.fieldName() + "\" has no such permission.");
            }
        }
        limits.checkSize(ADMINISTRATORS, policy.getAdministratorsCount(), limits.administratorsMax());
        if (!policy.getAdministratorsList().stream().allMatch(Identities::isWellFormed)) {
            throw Refusals.malformed("The policy lists an administrator who can't be a client.");
        }
    }

    /// The policy that an administrator sets.
    static GroupPolicy changed(ChangePolicy change, Submission submission) {
        Envelope.checkMember(submission.state(), submission.caller());
        Envelope.checkOpen(submission.state());
        if (!isAdministrator(submission.state(), submission.caller())) {
            throw Refusals.policy(ADMINISTRATORS);
        }
        GroupPolicy policy = inForce(change.getPolicy(), submission.caller());
        check(policy, submission.limits());
        return policy;
    }

    static boolean isAdministrator(GroupState state, Identity caller) {
        return state.policy().getAdministratorsList().contains(caller);
    }
}
