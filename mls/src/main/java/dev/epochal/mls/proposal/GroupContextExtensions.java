package dev.epochal.mls.proposal;

import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.extension.Extensions;

/// Replaces the extensions of the GroupContext (RFC 9420 §12.1.7).
///
/// @param extensions all that are to be in force
public record GroupContextExtensions(Extensions extensions) implements Proposal {
    static GroupContextExtensions parse(Reader reader) {
        return new GroupContextExtensions(Extensions.parse(reader));
    }

    @Override
    public int type() {
        return ProposalType.GROUP_CONTEXT_EXTENSIONS;
    }

    @Override
    public void writeTo(Writer writer) {
        extensions.writeTo(writer.u16(type()));
    }
}
