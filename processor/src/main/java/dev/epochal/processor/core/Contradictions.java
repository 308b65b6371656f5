package dev.epochal.processor.core;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;

/// Names the first field in which a recorded fact differs from the one that was derived again.
final class Contradictions {
    private Contradictions() {}

    static void requireEqual(Message recorded, Message derived, String where) {
        if (recorded.equals(derived)) {
            return;
        }
        for (FieldDescriptor field : recorded.getDescriptorForType().getFields()) {
            Object one = recorded.getField(field);
            Object other = derived.getField(field);
            boolean equal = one.equals(other)
                    && (field.isRepeated() || isPresent(recorded, field) == isPresent(derived, field));
            if (!equal && one instanceof Message part && other instanceof Message derivedPart) {
                requireEqual(part, derivedPart, where + "." + field.getName());
            }
            DamagedHistoryException.require(
                    equal, where + "." + field.getName() + " is not what follows from the events before");
        }
        throw new DamagedHistoryException(where + " has unknown fields");
    }

    private static boolean isPresent(Message message, FieldDescriptor field) {
        return field.hasPresence() && message.hasField(field);
    }
}
