package dev.epochal.testkit;

import dev.epochal.client.Octets;
import java.io.IOException;
import java.util.List;
import org.bouncycastle.mls.TreeKEM.LeafIndex;
import org.bouncycastle.mls.codec.Extension;
import org.bouncycastle.mls.codec.ExternalSender;
import org.bouncycastle.mls.codec.MLSMessage;
import org.bouncycastle.mls.codec.Proposal;

/// Senders that are no members, but are listed in the group's `external_senders` (RFC 9420 §12.1.8.1).
public final class Outsiders {
    private Outsiders() {}

    /// What a GroupContext holds so that these may propose, in the order that numbers them.
    static List<Extension> extensions(List<MlsIdentity> outsiders) throws IOException {
        return outsiders.isEmpty()
                ? List.of()
                : List.of(Extension.externalSender(outsiders.stream()
                        .map(each -> new ExternalSender(each.signaturePublicKey(), each.credential()))
                        .toList()));
    }

    /// A Proposal to remove a member, by the first of the senders that a group lists.
    ///
    /// @return MLSMessage(PublicMessage)
    public static Octets proposeRemove(MlsIdentity outsider, Octets groupId, long epoch, int leaf) {
        return Bcmls.run(
                "propose from outside",
                () -> Bcmls.encode(MLSMessage.externalProposal(
                        Bcmls.SUITE,
                        groupId.toArray(),
                        epoch,
                        Proposal.remove(new LeafIndex(leaf)),
                        0,
                        outsider.signaturePrivateKey())));
    }
}
