package dev.epochal.mls.proposal;

import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.tree.LeafNode;

/// Replaces the sender's leaf (RFC 9420 §12.1.2).
///
/// @param leafNode the new leaf
public record Update(LeafNode leafNode) implements Proposal {
    @Override
    public int type() {
        return ProposalType.UPDATE;
    }

    @Override
    public void writeTo(Writer writer) {
        leafNode.writeTo(writer.u16(type()));
    }
}
