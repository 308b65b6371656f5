package dev.epochal.server.storm;

import dev.epochal.client.CommitBundle;
import dev.epochal.client.Octets;
import java.util.HexFormat;
import java.util.List;

/// What a participant tries to do, in words that let it be done again.
///
/// @param who `user/client`
/// @param what what is tried
/// @param groupId where
/// @param epoch in which epoch, as far as the participant knows
/// @param messages what is submitted
/// @param pending the Proposals of the epoch that it knows
record Attempt(String who, String what, Octets groupId, long epoch, List<Octets> messages, List<Octets> pending) {
    static List<Octets> messages(CommitBundle bundle) {
        return List.of(bundle.commit(), bundle.welcome(), bundle.groupInfo());
    }

    @Override
    public String toString() {
        return who + " tried to " + what + " in epoch " + epoch + " of " + groupId + "\n  submitted: " + hex(messages)
                + "\n  pending: " + hex(pending);
    }

    private static List<String> hex(List<Octets> all) {
        return all.stream()
                .map(octets -> HexFormat.of().formatHex(octets.toArray()))
                .toList();
    }
}
