package dev.epochal.mls.extension;

import dev.epochal.mls.codec.MalformedException.Reason;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;

/// `SafeAAD` (MLS extensions draft): `authenticated_data` that is divided among application components.
public final class SafeAad {
    private SafeAad() {}

    /// Reads the whole of an `authenticated_data` and refuses items that aren't strictly sorted by component.
    public static void check(Octets authenticatedData) {
        Reader.whole(authenticatedData, "SafeAAD", SafeAad::items);
    }

    private static int items(Reader reader) {
        Reader items = reader.vector("SafeAAD.aad_items");
        int last = -1;
        while (items.hasRemaining()) {
            int componentId = items.u16("SafeAADItem.component_id");
            if (componentId <= last) {
                throw items.malformedBehind(2, Reason.NOT_INCREASING, "SafeAADItem.component_id");
            }
            items.opaque("SafeAADItem.aad_item_data");
            last = componentId;
        }
        return last;
    }
}
