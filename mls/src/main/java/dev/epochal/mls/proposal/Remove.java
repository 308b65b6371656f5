package dev.epochal.mls.proposal;

import dev.epochal.mls.codec.Writer;

/// Removes a member (RFC 9420 §12.1.3).
///
/// @param removed the member's leaf index, a uint32 that may lie beyond the tree
public record Remove(long removed) implements Proposal {
    @Override
    public int type() {
        return ProposalType.REMOVE;
    }

    @Override
    public void writeTo(Writer writer) {
        writer.u16(type()).u32(removed);
    }
}
