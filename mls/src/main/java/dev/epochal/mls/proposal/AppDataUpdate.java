package dev.epochal.mls.proposal;

import dev.epochal.mls.codec.MalformedException.Reason;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Writer;
import java.util.Optional;

/// Changes the data of an application component in the GroupContext (MLS extensions draft, AppDataUpdate). What
/// an update means is known to the component only.
///
/// @param componentId whose data
/// @param update the change; empty to remove the data
public record AppDataUpdate(int componentId, Optional<Octets> update) implements Proposal {
    static AppDataUpdate parse(Reader reader) {
        int componentId = reader.u16("AppDataUpdate.component_id");
        int operation = reader.u8("AppDataUpdate.op");
        return switch (operation) {
            case 1 -> new AppDataUpdate(componentId, Optional.of(reader.opaque("AppDataUpdate.update")));
            case 2 -> new AppDataUpdate(componentId, Optional.empty());
            default -> throw reader.malformedBehind(1, Reason.UNKNOWN_VALUE, "AppDataUpdate.op");
        };
    }

    @Override
    public int type() {
        return ProposalType.APP_DATA_UPDATE;
    }

    @Override
    public void writeTo(Writer writer) {
        writer.u16(type()).u16(componentId).u8(update.isPresent() ? 1 : 2);
        update.ifPresent(writer::opaque);
    }
}
