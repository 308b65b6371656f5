package dev.epochal.mls.extension;

import dev.epochal.mls.codec.MalformedException.Reason;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The contents of `app_data_dictionary` (MLS extensions draft): data of application components.
///
/// @param components the data by component id
public record AppDataDictionary(SortedMap<Integer, Octets> components) implements Struct {
    /// Makes the map unmodifiable.
    public AppDataDictionary {
        components = Collections.unmodifiableSortedMap(new TreeMap<>(components));
    }

    /// Reads the contents of the extension; refuses components that aren't strictly sorted.
    public static AppDataDictionary parse(Octets contents) {
        return Reader.whole(contents, "AppDataDictionary", AppDataDictionary::parse);
    }

    private static AppDataDictionary parse(Reader reader) {
        Reader items = reader.vector("AppDataDictionary.component_data");
        TreeMap<Integer, Octets> components = new TreeMap<>();
        while (items.hasRemaining()) {
            int componentId = items.u16("ComponentData.component_id");
            if (!components.isEmpty() && components.lastKey() >= componentId) {
                throw items.malformedBehind(2, Reason.NOT_INCREASING, "ComponentData.component_id");
            }
            components.put(componentId, items.opaque("ComponentData.data"));
        }
        return new AppDataDictionary(components);
    }

    @Override
    public void writeTo(Writer writer) {
        writer.vector(
                inner -> components.forEach((id, contents) -> inner.u16(id).opaque(contents)));
    }
}
