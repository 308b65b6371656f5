package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.proposal.Proposal;
import dev.epochal.mls.proposal.Remove;
import java.util.ArrayList;
import java.util.List;

/// Commits for one epoch of a group with each parent node populated, as octets. For benchmarks.
public final class StagingWorkload {
    private static final int COMMITS = 64;

    private final PaperGroup group = PaperGroup.create(Rules.strict(), Extensions.NONE);
    private final int members;

    /// A group with this number of members, at least 10.
    public StagingWorkload(int members) {
        this.members = members;
        group.grow(members);
    }

    /// An observer that verifies by this.
    public Observer observer(SignatureVerifier verifier) {
        return new Observer(verifier, group.observer.rules(), PaperClient.NOW);
    }

    /// The group's state before the Commits.
    public PublicGroup state() {
        return group.state;
    }

    /// Commits that cover nothing.
    public List<Octets> paths() {
        return commits(List.of());
    }

    /// Commits that remove the last member.
    public List<Octets> removes() {
        return commits(List.of(new Remove(members - 1)));
    }

    /// Commits that add one client.
    public List<Octets> adds() {
        return commits(List.of(new Add(group.client("one more").keyPackage())));
    }

    /// A GroupInfo of the state, without the tree.
    public GroupInfo groupInfo() {
        return group.groupInfo(Extensions.NONE, 0);
    }

    private List<Octets> commits(List<Proposal> proposals) {
        List<Octets> messages = new ArrayList<>();
        for (int i = 0; i < COMMITS; i++) {
            int committer = (int) ((long) i * (members - 2) / COMMITS);
            var message = group.commit(committer).with(proposals).message();
            messages.add(new MlsMessage.OfPublicMessage(message, Octets.EMPTY).encoded());
        }
        return messages;
    }
}
