package dev.epochal.mls.commit;

import dev.epochal.mls.codec.MalformedException.Reason;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.proposal.Proposal;

/// A proposal that a Commit covers (RFC 9420 §12.4), by value or by reference.
public sealed interface ProposalOrRef extends Struct {
    /// The proposal itself; its sender is the committer.
    ///
    /// @param proposal what is proposed
    record ByValue(Proposal proposal) implements ProposalOrRef {
        @Override
        public void writeTo(Writer writer) {
            proposal.writeTo(writer.u8(1));
        }
    }

    /// The hash of the message in which the proposal was sent.
    ///
    /// @param ref a `ProposalRef` (§5.2)
    record ByReference(Octets ref) implements ProposalOrRef {
        @Override
        public void writeTo(Writer writer) {
            writer.u8(2).opaque(ref);
        }
    }

    /// Reads one item.
    static ProposalOrRef parse(Reader reader) {
        int type = reader.u8("ProposalOrRef.type");
        return switch (type) {
            case 1 -> new ByValue(Proposal.parse(reader));
            case 2 -> new ByReference(reader.opaque("ProposalOrRef.reference"));
            default -> throw reader.malformedBehind(1, Reason.UNKNOWN_VALUE, "ProposalOrRef.type");
        };
    }
}
