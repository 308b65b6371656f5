package dev.epochal.mls.proposal;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.extension.Extensions;

/// Closes the group in favour of a successor with other parameters (RFC 9420 §12.1.5).
///
/// @param groupId the successor's id
/// @param version the successor's protocol version
/// @param cipherSuite the code point of the successor's cipher suite
/// @param extensions the successor's GroupContext extensions
public record ReInit(Octets groupId, int version, int cipherSuite, Extensions extensions) implements Proposal {
    static ReInit parse(Reader reader) {
        return new ReInit(
                reader.opaque("ReInit.group_id"),
                reader.u16("ReInit.version"),
                reader.u16("ReInit.cipher_suite"),
                Extensions.parse(reader));
    }

    @Override
    public int type() {
        return ProposalType.REINIT;
    }

    @Override
    public void writeTo(Writer writer) {
        writer.u16(type()).opaque(groupId).u16(version).u16(cipherSuite);
        extensions.writeTo(writer);
    }
}
