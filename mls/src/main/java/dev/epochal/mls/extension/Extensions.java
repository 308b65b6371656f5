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
    /// Up to here comparing each with each is cheaper than a set of 65,536 bits.
    private static final int SCAN_MAX = 64;

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
        if (hasDuplicate(list)) {
            throw reader.malformedBehind(reader.mark() - mark, Reason.DUPLICATE_EXTENSION, "extensions");
        }
        return new Extensions(list);
    }

    private static boolean hasDuplicate(List<Extension> list) {
        if (list.size() <= SCAN_MAX) {
            for (int i = 1; i < list.size(); i++) {
                for (int j = 0; j < i; j++) {
                    if (list.get(i).type() == list.get(j).type()) {
                        return true;
                    }
                }
            }
            return false;
        }
        BitSet seen = new BitSet();
        for (Extension extension : list) {
            if (seen.get(extension.type())) {
                return true;
            }
            seen.set(extension.type());
        }
        return false;
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
