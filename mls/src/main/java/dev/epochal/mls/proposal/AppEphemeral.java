package dev.epochal.mls.proposal;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Writer;

/// Data of an application component that changes no state (MLS extensions draft, AppEphemeral).
///
/// @param componentId whose data
/// @param contents the data
public record AppEphemeral(int componentId, Octets contents) implements Proposal {
    static AppEphemeral parse(Reader reader) {
        return new AppEphemeral(reader.u16("AppEphemeral.component_id"), reader.opaque("AppEphemeral.data"));
    }

    @Override
    public int type() {
        return ProposalType.APP_EPHEMERAL;
    }

    @Override
    public void writeTo(Writer writer) {
        writer.u16(type()).u16(componentId).opaque(contents);
    }
}
