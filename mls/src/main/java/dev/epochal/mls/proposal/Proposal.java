package dev.epochal.mls.proposal;

import dev.epochal.mls.codec.MalformedException.Reason;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.keypackage.KeyPackage;
import dev.epochal.mls.tree.LeafNode;

/// A `Proposal` (RFC 9420 §12.1). A type without a known form is refused, for its end can't be found.
public sealed interface Proposal extends Struct
        permits Add,
                Update,
                Remove,
                PreSharedKey,
                ReInit,
                ExternalInit,
                GroupContextExtensions,
                AppDataUpdate,
                AppEphemeral,
                SelfRemove {
    /// Reads one proposal.
    static Proposal parse(Reader reader) {
        int type = reader.u16("Proposal.proposal_type");
        return switch (type) {
            case ProposalType.ADD -> new Add(KeyPackage.parse(reader));
            case ProposalType.UPDATE -> new Update(LeafNode.parse(reader));
            case ProposalType.REMOVE -> new Remove(reader.u32("Remove.removed"));
            case ProposalType.PSK -> new PreSharedKey(PreSharedKeyId.parse(reader));
            case ProposalType.REINIT -> ReInit.parse(reader);
            case ProposalType.EXTERNAL_INIT -> new ExternalInit(reader.opaque("ExternalInit.kem_output"));
            case ProposalType.GROUP_CONTEXT_EXTENSIONS -> GroupContextExtensions.parse(reader);
            case ProposalType.APP_DATA_UPDATE -> AppDataUpdate.parse(reader);
            case ProposalType.APP_EPHEMERAL -> AppEphemeral.parse(reader);
            case ProposalType.SELF_REMOVE -> new SelfRemove();
            default -> throw reader.malformedBehind(2, Reason.UNKNOWN_PROPOSAL_TYPE, "Proposal.proposal_type");
        };
    }

    /// Reads octets that are exactly one proposal, its type included.
    static Proposal parse(Octets octets) {
        return Reader.whole(octets, "Proposal", Proposal::parse);
    }

    /// The registered code point of the type.
    int type();
}
