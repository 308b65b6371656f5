package dev.epochal.processor.core;

import dev.epochal.mls.follow.Rules;
import dev.epochal.mls.tree.TreeMath;
import dev.epochal.schema.record.GroupPolicy;

/// Every limit that a decision knows. Sizes are in octets of what arrived, and are checked before any cryptography.
///
/// @param groupIdBytesMax a group's id
/// @param handshakeBytesMax an MLSMessage with a Commit or a Proposal
/// @param messageBytesMax an MLSMessage with application data
/// @param groupInfoBytesMax an MLSMessage with a GroupInfo
/// @param welcomeBytesMax an MLSMessage with a Welcome
/// @param authenticatedDataBytesMax the authenticated_data of a message
/// @param leavesMax members of a group
/// @param pendingProposalsMax proposals of one epoch
/// @param pendingProposalsOfClientMax proposals of one epoch that one client submitted
/// @param reportBytesMax a report on a Commit
/// @param reportsOfClientMax reports that one client submits while the group is in one epoch
/// @param administratorsMax administrators that a policy may list
/// @param lifetimeDaysMax the longest lifetime of a LeafNode (RFC 9420, section 7.2)
/// @param directory those of the directory
public record Limits(
        int groupIdBytesMax,
        int handshakeBytesMax,
        int messageBytesMax,
        int groupInfoBytesMax,
        int welcomeBytesMax,
        int authenticatedDataBytesMax,
        int leavesMax,
        int pendingProposalsMax,
        int pendingProposalsOfClientMax,
        int reportBytesMax,
        int reportsOfClientMax,
        int administratorsMax,
        int lifetimeDaysMax,
        DirectoryLimits directory) {
    private static final int KIB = 1_024;
    private static final long DAY_SECONDS = 86_400;

    /// Refuses limits that can't be kept.
    public Limits {
        if (leavesMax < 1 || leavesMax > TreeMath.LEAVES_MAX) {
            throw new IllegalArgumentException("leavesMax must be from 1 to " + TreeMath.LEAVES_MAX);
        }
    }

    /// What a server has unless told otherwise. All parts of a submission together stay below 8 MiB, the largest
    /// record of the log.
    public static Limits standard() {
        return new Limits(
                255,
                1_024 * KIB,
                1_024 * KIB,
                3_072 * KIB,
                1_024 * KIB,
                64 * KIB,
                2_000,
                256,
                32,
                2 * KIB,
                8,
                64,
                400,
                DirectoryLimits.standard());
    }

    /// No limits but those of MLS itself: for judging what some server has accepted.
    static Limits boundless() {
        int any = Integer.MAX_VALUE;
        DirectoryLimits ofDirectory = DirectoryLimits.standard();
        return new Limits(any, any, any, any, any, any, TreeMath.LEAVES_MAX, any, any, any, any, any, any, ofDirectory);
    }

    /// The same with another number of members.
    public Limits withLeavesMax(int leaves) {
        return new Limits(
                groupIdBytesMax,
                handshakeBytesMax,
                messageBytesMax,
                groupInfoBytesMax,
                welcomeBytesMax,
                authenticatedDataBytesMax,
                leaves,
                pendingProposalsMax,
                pendingProposalsOfClientMax,
                reportBytesMax,
                reportsOfClientMax,
                administratorsMax,
                lifetimeDaysMax,
                directory);
    }

    /// The same with other limits of the directory.
    public Limits withDirectory(DirectoryLimits limits) {
        return new Limits(
                groupIdBytesMax,
                handshakeBytesMax,
                messageBytesMax,
                groupInfoBytesMax,
                welcomeBytesMax,
                authenticatedDataBytesMax,
                leavesMax,
                pendingProposalsMax,
                pendingProposalsOfClientMax,
                reportBytesMax,
                reportsOfClientMax,
                administratorsMax,
                lifetimeDaysMax,
                limits);
    }

    /// How many members a group may have: the group's own limit can only be lower.
    int leavesMax(GroupPolicy policy) {
        return lower(leavesMax, policy.getLeavesMax());
    }

    int pendingProposalsMax(GroupPolicy policy) {
        return lower(pendingProposalsMax, policy.getPendingProposalsMax());
    }

    private static int lower(int ofServer, int ofGroup) {
        return ofGroup == 0 || Integer.compareUnsigned(ofGroup, ofServer) > 0 ? ofServer : ofGroup;
    }

    /// The rules of `mls` for trees with so many members.
    Rules rules(int members) {
        Rules strict = Rules.strict();
        return new Rules(
                lifetimeDaysMax * DAY_SECONDS,
                true,
                TreeMath.fullLeafCount(members).orElseThrow(),
                true,
                strict.uniqueIdentities());
    }

    void checkSize(String what, long size, int limit) {
        if (size > limit) {
            throw Refusals.tooLarge(what, size, limit);
        }
    }
}
