package dev.epochal.mls.extension;

import dev.epochal.mls.codec.MalformedException.Reason;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// A list of extensions, at most one of each type (RFC 9420 §13.4), in the order of the wire.
///
/// @param list all of them, unknown and GREASE types included
public record Extensions(List<Extension> list) implements Struct {
    /// No extensions.
    public static final Extensions NONE = new Extensions(List.of());

    /// Copies the list.
    public Extensions {
        list = List.copyOf(list);
    }

    /// Reads `Extension extensions<V>` and refuses a type that stands twice.
    public static Extensions parse(Reader reader) {
        int mark = reader.mark();
        List<Extension> list = reader.list("extensions", Extension::parse);
        if (list.isEmpty()) {
            return NONE;
        }
        BitSet seen = new BitSet();
        for (Extension extension : list) {
            if (seen.get(extension.type())) {
                throw reader.malformedBehind(reader.mark() - mark, Reason.DUPLICATE_EXTENSION, "extensions");
            }
            seen.set(extension.type());
        }
        return new Extensions(list);
    }

    /// The contents of the extension of this type.
    public Optional<Octets> find(int type) {
        for (Extension extension : list) {
            if (extension.type() == type) {
                return Optional.of(extension.contents());
            }
        }
        return Optional.empty();
    }

    /// The same list without a type.
    public Extensions without(int type) {
        return new Extensions(
                list.stream().filter(extension -> extension.type() != type).toList());
    }

    @Override
    public void writeTo(Writer writer) {
        writer.list(list);
    }
}
