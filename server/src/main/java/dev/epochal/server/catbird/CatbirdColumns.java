package dev.epochal.server.catbird;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which tables and columns there are: each generation of that server had others.
///
/// Each value is read through a cast, so that the columns of a dump, which are all text, give the same.
///
/// @param byTable the columns of each table
record CatbirdColumns(Map<String, Set<String>> byTable) {
    /// The tables that are carried over, with the columns without which that can't be.
    static final Map<String, Set<String>> NEEDED = Map.of(
            "conversations", Set.of("id", "current_epoch"),
            "members", Set.of("convo_id", "member_did"),
            "messages", Set.of("id", "convo_id", "epoch", "message_type"));

    /// @param namespace an SQL expression for the oid of the schema
    static CatbirdColumns of(Connection connection, String namespace) throws SQLException {
        var byTable = new TreeMap<String, Set<String>>();
        var query = "select c.relname, a.attname from pg_catalog.pg_class c join pg_catalog.pg_attribute a"
                + " on a.attrelid = c.oid where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped"
                + " and c.relnamespace = " + namespace;
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                byTable.computeIfAbsent(rows.getString(1), _ -> new TreeSet<>()).add(rows.getString(2));
            }
        }
        var columns = new CatbirdColumns(byTable);
        columns.requireCatbird();
        return columns;
    }

    private void requireCatbird() {
        NEEDED.forEach((table, columns) -> {
            if (!byTable.getOrDefault(table, Set.of()).containsAll(columns)) {
                throw new ImportException("That is no database of a Catbird MLS server that can be read: it has no"
                        + " table " + table + " with the columns " + new TreeSet<>(columns)
                        + ". Servers of the third generation (schema chat) are not supported");
            }
        });
    }

    boolean has(String table, String column) {
        return byTable.getOrDefault(table, Set.of()).contains(column);
    }

    /// The column as an expression of a type; null where there is no such column.
    String as(String type, String table, String column) {
        return has(table, column) ? table + "." + column + "::" + type : "null::" + type;
    }

    /// A time in milliseconds since 1970; 0 where there is none.
    String millis(String table, String column) {
        return "coalesce((extract(epoch from " + as("timestamptz", table, column) + ") * 1000)::bigint, 0)";
    }
}
