package dev.epochal.projections.database;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/// Compares two read models row by row, in the order of [CanonicalDump]. Neither is held in memory.
public final class ReadModelComparison {
    private final Table<?> table;
    private final List<Field<?>> identity;

    private ReadModelComparison(Table<?> table, List<Field<?>> identity) {
        this.table = table;
        this.identity = identity;
    }

    /// The first row in which a read model differs from what it should be; empty if they are equal.
    public static Optional<RowDifference> first(DataSource expected, DataSource actual) {
        return Snapshot.read(expected, one -> Snapshot.read(actual, other -> first(one, other)));
    }

    /// The same inside of transactions that are under way, so that the caller can read more of the same snapshots.
    public static Optional<RowDifference> first(DSLContext expected, DSLContext actual) {
        return CanonicalDump.tables().entrySet().stream()
                .map(table -> new ReadModelComparison(table.getKey(), table.getValue()).rows(expected, actual))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<RowDifference> rows(DSLContext expected, DSLContext actual) {
        try (var wanted = CanonicalDump.cursor(expected, table, identity);
                var found = CanonicalDump.cursor(actual, table, identity)) {
            Iterator<? extends Record> ones = wanted.iterator();
            Iterator<? extends Record> others = found.iterator();
            while (ones.hasNext() || others.hasNext()) {
                Optional<RowDifference> difference = compare(next(ones), next(others));
                if (difference.isPresent()) {
                    return difference;
                }
            }
            return Optional.empty();
        }
    }

    private static @Nullable Record next(Iterator<? extends Record> rows) {
        return rows.hasNext() ? rows.next() : null;
    }

    private Optional<RowDifference> compare(@Nullable Record wanted, @Nullable Record found) {
        if (found == null || (wanted != null && order(wanted, found) < 0)) {
            return Optional.of(difference(RowDifference.Kind.MISSING, Objects.requireNonNull(wanted), List.of()));
        }
        if (wanted == null || order(wanted, found) > 0) {
            return Optional.of(difference(RowDifference.Kind.UNEXPECTED, found, List.of()));
        }
        List<String> columns = Arrays.stream(wanted.fields())
                .filter(field -> !Objects.deepEquals(wanted.get(field), found.get(field)))
                .map(Field::getName)
                .toList();
        return columns.isEmpty()
                ? Optional.empty()
                : Optional.of(difference(RowDifference.Kind.CHANGED, wanted, columns));
    }

    private RowDifference difference(RowDifference.Kind kind, Record row, List<String> columns) {
        Map<String, String> named = new LinkedHashMap<>();
        identity.forEach(field -> named.put(field.getName(), CanonicalDump.text(row.get(field))));
        return new RowDifference(table.getName(), kind, named, columns, RowOrigins.of(table, row));
    }

    /// As the database orders the rows of a dump.
    private int order(Record one, Record other) {
        return identity.stream()
                .mapToInt(field -> order(one.get(field), other.get(field)))
                .filter(order -> order != 0)
                .findFirst()
                .orElse(0);
    }

    private static int order(@Nullable Object one, @Nullable Object other) {
        return switch (one) {
            case byte[] octets when other instanceof byte[] others -> Arrays.compareUnsigned(octets, others);
            case String text
            when other instanceof String more ->
                Arrays.compareUnsigned(text.getBytes(StandardCharsets.UTF_8), more.getBytes(StandardCharsets.UTF_8));
            case Long number when other instanceof Long another -> Long.compare(number, another);
            case Integer number when other instanceof Integer another -> Integer.compare(number, another);
            case null, default -> throw new IllegalStateException("A row is identified by octets, text or numbers");
        };
    }
}
