package dev.epochal.mls.proposal;

import dev.epochal.mls.codec.Writer;

/// Removes its sender from the group (MLS extensions draft, SelfRemove).
public record SelfRemove() implements Proposal {
    @Override
    public int type() {
        return ProposalType.SELF_REMOVE;
    }

    @Override
    public void writeTo(Writer writer) {
        writer.u16(type());
    }
}
