package dev.epochal.client;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What a group allows beyond what MLS demands. What is not said has its default. Immutable.
public final class GroupPolicy {
    private final ObjectNode rules;

    private GroupPolicy(ObjectNode rules) {
        this.rules = rules;
    }

    /// The default of each rule: members may do everything, nobody joins from outside.
    public static GroupPolicy defaults() {
        return new GroupPolicy(Answers.object());
    }

    /// The same with another rule for Adds of other users.
    public GroupPolicy add(Permission who) {
        return with("add", who);
    }

    /// The same with another rule for Removes of other users.
    public GroupPolicy remove(Permission who) {
        return with("remove", who);
    }

    /// The same with another rule for external joins.
    public GroupPolicy externalJoin(Permission who) {
        return with("externalJoin", who);
    }

    /// The same with another rule for application messages.
    public GroupPolicy send(Permission who) {
        return with("send", who);
    }

    /// The same with another rule for changes of the GroupContext and for ReInit.
    public GroupPolicy changeGroup(Permission who) {
        return with("changeGroup", who);
    }

    /// The same with another rule for changes of the log that the GroupContext pins.
    public GroupPolicy changeLog(Permission who) {
        return with("changeLog", who);
    }

    /// The same with one more administrator.
    public GroupPolicy administrator(String user, String client) {
        var more = rules.deepCopy();
        more.withArray("administrators").addObject().put("user", user).put("client", client);
        return new GroupPolicy(more);
    }

    /// The same with another limit of members.
    public GroupPolicy leavesMax(int count) {
        return with("leavesMax", count);
    }

    /// The same with another limit of pending Proposals.
    public GroupPolicy pendingProposalsMax(int count) {
        return with("pendingProposalsMax", count);
    }

    /// The same for application messages that may be so many epochs older than the group.
    public GroupPolicy messageEpochsBehindMax(int count) {
        return with("messageEpochsBehindMax", count);
    }

    /// The same with another number of users who must report a failure before a Commit is disputed.
    public GroupPolicy disputeUsersMin(int count) {
        return with("disputeUsersMin", count);
    }

    private GroupPolicy with(String rule, Permission who) {
        return new GroupPolicy(rules.deepCopy().put(rule, who.wireName()));
    }

    private GroupPolicy with(String rule, int limit) {
        return new GroupPolicy(rules.deepCopy().put(rule, limit));
    }

    ObjectNode json() {
        return rules.deepCopy();
    }
}
