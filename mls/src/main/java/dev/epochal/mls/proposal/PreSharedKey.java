package dev.epochal.mls.proposal;

import dev.epochal.mls.codec.Writer;

/// Mixes a pre-shared key into the key schedule (RFC 9420 §12.1.4).
///
/// @param psk which key
public record PreSharedKey(PreSharedKeyId psk) implements Proposal {
    @Override
    public int type() {
        return ProposalType.PSK;
    }

    @Override
    public void writeTo(Writer writer) {
        psk.writeTo(writer.u16(type()));
    }
}
