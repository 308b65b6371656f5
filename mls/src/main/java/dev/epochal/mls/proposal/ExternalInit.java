package dev.epochal.mls.proposal;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;

/// Starts an external join (RFC 9420 §12.1.6).
///
/// @param kemOutput what was encapsulated to the group's external key
public record ExternalInit(Octets kemOutput) implements Proposal {
    @Override
    public int type() {
        return ProposalType.EXTERNAL_INIT;
    }

    @Override
    public void writeTo(Writer writer) {
        writer.u16(type()).opaque(kemOutput);
    }
}
