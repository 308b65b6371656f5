package dev.epochal.projections.database;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// A row in which a read model differs from what it should be.
///
/// @param table the table's name
/// @param kind what is wrong with the row
/// @param identity the columns that identify the row, as [CanonicalDump] writes them
/// @param columns the columns that differ; empty unless the row is [Kind#CHANGED]
/// @param origin the events that the row follows from
public record RowDifference(
        String table, Kind kind, Map<String, String> identity, List<String> columns, Origin origin) {
    /// Copies the list.
    public RowDifference {
        columns = List.copyOf(columns);
    }

    /// What is wrong with a row.
    public enum Kind {
        /// It should be there and isn't.
        MISSING,
        /// It is there and shouldn't be.
        UNEXPECTED,
        /// It has other values than it should have.
        CHANGED
    }

    /// Which events a row follows from.
    ///
    /// @param topicName the events topic
    /// @param recordKey the key of its records there: a group id, or the UTF-8 of a user
    /// @param seq the event that the row follows from; empty if it follows from several
    public record Origin(String topicName, ByteString recordKey, OptionalLong seq) {}
}
