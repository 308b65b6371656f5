package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Codes;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Changes one field at a time of a struct and of the structs within it. The octets that a struct came in are left out:
/// what is encoded is what the fields say.
final class FieldChanges {
    private static final String BYTES = "bytes";

    private FieldChanges() {}

    /// One change.
    ///
    /// @param field which field, as a path from the outermost struct
    /// @param kind what was done to it
    /// @param struct the outermost struct with the change
    record Change<T>(String field, String kind, T struct) {}

    /// All changes of a struct that is a record.
    static <T extends Struct> List<Change<T>> of(T struct) {
        List<Change<T>> changes = new ArrayList<>();
        for (Change<Object> change : ofValue(struct)) {
            @SuppressWarnings("unchecked") // a changed struct is of the same class
            T changed = (T) change.struct();
            changes.add(new Change<>(change.field().substring(1), change.kind(), changed));
        }
        return changes;
    }

    private static List<Change<Object>> ofValue(Object value) {
        return switch (value) {
            case Octets octets -> ofOctets(octets);
            case Codes codes -> ofCodes(codes);
            case Long number -> List.of(leaf("more", number + 1), leaf("less", number - 1));
            case Integer number -> List.of(leaf("more", number + 1), leaf("less", number - 1));
            case List<?> list -> ofList(list);
            case Optional<?> optional -> ofOptional(optional);
            case Enum<?> constant -> ofConstant(constant);
            case Record struct -> ofRecord(struct);
            default -> List.of();
        };
    }

    private static List<Change<Object>> ofOctets(Octets octets) {
        List<Change<Object>> changes = new ArrayList<>();
        changes.add(leaf("longer", new Writer().raw(octets).u8(1).toOctets()));
        if (!octets.isEmpty()) {
            changes.add(leaf("empty", Octets.EMPTY));
            changes.add(leaf("shorter", octets.slice(0, octets.size() - 1)));
            byte[] other = octets.toByteArray();
            other[0] ^= 0x10;
            changes.add(leaf("other", Octets.owning(other)));
        }
        return changes;
    }

    private static List<Change<Object>> ofCodes(Codes codes) {
        List<Change<Object>> changes = new ArrayList<>();
        changes.add(leaf(
                "one more",
                new Codes(new Writer().raw(codes.octets()).u16(0x3a3a).toOctets())));
        if (codes.size() > 0) {
            changes.add(leaf("empty", Codes.NONE));
            Octets rest = codes.octets().slice(2, codes.octets().size());
            changes.add(leaf("without the first", new Codes(rest)));
        }
        return changes;
    }

    private static List<Change<Object>> ofConstant(Enum<?> constant) {
        return Arrays.<Object>stream(constant.getDeclaringClass().getEnumConstants())
                .filter(other -> other != constant)
                .map(other -> leaf(other.toString(), other))
                .toList();
    }

    private static List<Change<Object>> ofOptional(Optional<?> optional) {
        List<Change<Object>> changes = new ArrayList<>();
        optional.ifPresent(value -> {
            changes.add(leaf("absent", Optional.empty()));
            ofValue(value)
                    .forEach(inner ->
                            changes.add(new Change<>(inner.field(), inner.kind(), Optional.of(inner.struct()))));
        });
        return changes;
    }

    private static List<Change<Object>> ofList(List<?> list) {
        List<Change<Object>> changes = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            List<Object> without = new ArrayList<>(list);
            without.remove(i);
            changes.add(leaf("without [" + i + "]", without));
            List<Object> twice = new ArrayList<>(list);
            twice.add(list.get(i));
            changes.add(leaf("[" + i + "] twice", twice));
            for (Change<Object> inner : ofValue(list.get(i))) {
                List<Object> changed = new ArrayList<>(list);
                changed.set(i, inner.struct());
                changes.add(new Change<>("[" + i + "]" + inner.field(), inner.kind(), changed));
            }
        }
        if (list.size() > 1) {
            changes.add(leaf("reversed", list.reversed()));
        }
        return changes;
    }

    private static List<Change<Object>> ofRecord(Record struct) {
        RecordComponent[] components = struct.getClass().getRecordComponents();
        List<Change<Object>> changes = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            if (components[i].getName().equals(BYTES)) {
                continue;
            }
            for (Change<Object> inner : ofValue(component(struct, components[i]))) {
                String field = "." + components[i].getName() + inner.field();
                changes.add(new Change<>(field, inner.kind(), with(struct, i, inner.struct())));
            }
        }
        return changes;
    }

    private static Object with(Record struct, int index, Object value) {
        RecordComponent[] components = struct.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = components[i].getName().equals(BYTES) ? Octets.EMPTY : component(struct, components[i]);
        }
        values[index] = value;
        try {
            Constructor<?> constructor = struct.getClass().getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object component(Record struct, RecordComponent component) {
        try {
            return component.getAccessor().invoke(struct);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Change<Object> leaf(String kind, Object value) {
        return new Change<>("", kind, value);
    }
}
