package dev.epochal.projections.read;

import org.jooq.Condition;
import org.jooq.Field;

/// Compares columns of 64 bits as the unsigned numbers that MLS has: the upper half of them is stored as negative.
final class Unsigned {
    private Unsigned() {}

    /// Whether the column's unsigned number is at least `bound`'s.
    static Condition atLeast(Field<Long> column, long bound) {
        return bound < 0
                ? column.ge(bound).and(column.lt(0L))
                : column.ge(bound).or(column.lt(0L));
    }
}
