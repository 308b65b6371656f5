package dev.epochal.processor.core;

import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.Permission;
import java.util.Locale;

/// The rules of a group's policy that say who may do a thing.
enum PolicyRule {
    /// Who may commit an Add of another user.
    ADD,
    /// Who may commit a Remove of another user.
    REMOVE,
    /// Who may join by itself, or propose that.
    EXTERNAL_JOIN,
    /// Who may send application messages.
    SEND,
    /// Who may change the GroupContext's extensions or close the group.
    CHANGE_GROUP,
    /// Who may change the log that the GroupContext pins.
    CHANGE_LOG;

    /// The name of the field in GroupPolicy.
    String fieldName() {
        return name().toLowerCase(Locale.ROOT);
    }

    Permission of(GroupPolicy policy) {
        return switch (this) {
            case ADD -> policy.getAdd();
            case REMOVE -> policy.getRemove();
            case EXTERNAL_JOIN -> policy.getExternalJoin();
            case SEND -> policy.getSend();
            case CHANGE_GROUP -> policy.getChangeGroup();
            case CHANGE_LOG -> policy.getChangeLog();
        };
    }

    /// Refuses what the rule doesn't allow to the caller.
    void require(GroupState state, Identity caller) {
        if (!allows(state, caller)) {
            throw Refusals.policy(fieldName());
        }
    }

    private boolean allows(GroupState state, Identity caller) {
        return switch (of(state.policy())) {
            case PERMISSION_ANYBODY -> true;
            case PERMISSION_MEMBERS -> state.hasMember(caller);
            case PERMISSION_ADMINISTRATORS -> Policies.isAdministrator(state, caller);
            case PERMISSION_NOBODY, PERMISSION_UNSPECIFIED, UNRECOGNIZED -> false;
        };
    }
}
