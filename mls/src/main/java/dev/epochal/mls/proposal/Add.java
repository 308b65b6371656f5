package dev.epochal.mls.proposal;

import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.keypackage.KeyPackage;

/// Adds a client to the group (RFC 9420 §12.1.1).
///
/// @param keyPackage the client's KeyPackage
public record Add(KeyPackage keyPackage) implements Proposal {
    @Override
    public int type() {
        return ProposalType.ADD;
    }

    @Override
    public void writeTo(Writer writer) {
        keyPackage.writeTo(writer.u16(type()));
    }
}
