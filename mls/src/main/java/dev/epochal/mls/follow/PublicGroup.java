package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.credential.Credential;
import dev.epochal.mls.crypto.CipherSuite;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.framing.AuthenticatedContent;
import dev.epochal.mls.group.GroupContext;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.proposal.ProposalType;
import dev.epochal.mls.proposal.ReInit;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.Member;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.validation.Checked;
import java.util.List;
import java.util.Optional;

/// The public state of a group in one epoch: GroupContext, ratchet tree, transcript hashes. An immutable value;
/// the next epoch's is held by a [StagedCommit] and shares all that didn't change.
public final class PublicGroup {
    private final CipherSuite suite;
    private final GroupContext context;
    private final TrackedTree tree;
    private final GroupParameters parameters;
    private final Octets confirmationTag;
    private final Octets interimTranscriptHash;
    private final Optional<ReInit> successor;

    /// The parameters are those of the GroupContext's extensions.
    PublicGroup(
            GroupContext context,
            GroupParameters parameters,
            TrackedTree tree,
            Octets confirmationTag,
            Optional<ReInit> successor) {
        this.suite = tree.suite();
        this.context = context;
        this.tree = tree;
        this.parameters = parameters;
        this.confirmationTag = confirmationTag.compact();
        this.interimTranscriptHash =
                AuthenticatedContent.interimTranscriptHash(suite, context.confirmedTranscriptHash(), confirmationTag);
        this.successor = successor;
    }

    /// Restores a state that was followed before, from where the caller kept it. Only the form, the uniqueness
    /// of keys and the tree hash are checked: the caller vouches for the rest. The successor is that of a
    /// closed group.
    public static Checked<PublicGroup> restore(
            GroupContext context, RatchetTree tree, Octets confirmationTag, Optional<ReInit> successor) {
        return Checked.of(() -> {
            TrackedTree tracked = GroupImport.trusted(context, tree);
            GroupParameters parameters = GroupParameters.of(context.extensions(), tracked.suite());
            return new PublicGroup(context, parameters, tracked, confirmationTag, successor);
        });
    }

    /// The GroupContext of the epoch.
    public GroupContext context() {
        return context;
    }

    /// The cipher suite.
    public CipherSuite suite() {
        return suite;
    }

    /// The confirmation tag of the Commit that started the epoch.
    public Octets confirmationTag() {
        return confirmationTag;
    }

    /// The interim transcript hash of the epoch (RFC 9420 §8.2).
    public Octets interimTranscriptHash() {
        return interimTranscriptHash;
    }

    /// What closed the group, if it is closed: no more handshakes are accepted (§12.1.5).
    public Optional<ReInit> successor() {
        return successor;
    }

    /// The member at a leaf; empty if the leaf is blank or beyond the tree.
    public Optional<LeafNode> leaf(long leafIndex) {
        return tree.leaf(leafIndex);
    }

    /// The leaf index of the member with this signature key.
    public Optional<Integer> leafIndexOf(Octets signatureKey) {
        return tree.signatureKeys().get(signatureKey);
    }

    /// Whether a member is the client that this credential names. Takes the same time in groups of all sizes.
    public boolean hasMember(Credential credential) {
        return tree.clients().contains(credential.client());
    }

    /// How many members there are.
    public int memberCount() {
        return tree.memberCount();
    }

    /// How many leaves the tree has, blank ones included.
    public int leafCount() {
        return tree.leafCount();
    }

    /// All members in the order of their leaves. Takes time in proportion to their number.
    public List<Member> members() {
        return tree.members();
    }

    /// The ratchet tree, as for the `ratchet_tree` extension. Takes time in proportion to its size.
    public RatchetTree ratchetTree() {
        return tree.toRatchetTree();
    }

    /// Whether members may change the group by proposals that this module doesn't understand, because the group
    /// requires their types: the code points. Such proposals are refused, so the state stays right, but the
    /// group may get stuck.
    public List<Integer> blindSpots() {
        return parameters.required().proposalTypes().stream()
                .filter(type -> type > ProposalType.SELF_REMOVE)
                .boxed()
                .toList();
    }

    /// The GroupInfo of this epoch from what only a member can tell: the extensions, who signs, and the
    /// signature. It must be checked like any other.
    public GroupInfo groupInfo(Extensions extensions, long signer, Octets signature) {
        GroupInfo fields = new GroupInfo(context, extensions, confirmationTag, signer, signature, Octets.EMPTY);
        return GroupInfo.parse(fields.encoded());
    }

    TrackedTree tree() {
        return tree;
    }

    GroupParameters parameters() {
        return parameters;
    }
}
