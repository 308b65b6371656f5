package dev.epochal.projections.database;

import static dev.epochal.schema.sql.Tables.CLIENT_KEY;
import static dev.epochal.schema.sql.Tables.COMMIT_REPORT;
import static dev.epochal.schema.sql.Tables.DIRECTORY_CLIENT;
import static dev.epochal.schema.sql.Tables.DIRECTORY_EVENT;
import static dev.epochal.schema.sql.Tables.DIRECTORY_USER;
import static dev.epochal.schema.sql.Tables.GROUP_EVENT;
import static dev.epochal.schema.sql.Tables.GROUP_MEMBER;
import static dev.epochal.schema.sql.Tables.GROUP_STAY;
import static dev.epochal.schema.sql.Tables.IMPORTED_EVENT;
import static dev.epochal.schema.sql.Tables.IMPORTED_GROUP;
import static dev.epochal.schema.sql.Tables.IMPORTED_MEMBER;
import static dev.epochal.schema.sql.Tables.KEY_PACKAGE;
import static dev.epochal.schema.sql.Tables.LOW_STOCK;
import static dev.epochal.schema.sql.Tables.MLS_GROUP;
import static dev.epochal.schema.sql.Tables.PAYLOAD_KEY;
import static dev.epochal.schema.sql.Tables.PENDING_PROPOSAL;
import static dev.epochal.schema.sql.Tables.PROJECTION_HALT;
import static dev.epochal.schema.sql.Tables.TREE_NODE;
import static dev.epochal.schema.sql.Tables.WELCOME;
import static dev.epochal.schema.sql.Tables.WELCOME_ACKNOWLEDGEMENT;
import static dev.epochal.schema.sql.Tables.WELCOME_BODY;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/// All rows that follow from the events, in an order and a form that do not depend on how they came about: two read
/// models of the same log have equal dumps.
///
/// Positions and verdicts are left out: the ones move with markers that carry no event, the others fade with time.
/// [ReadModelComparison] compares two read models row by row in this order.
public final class CanonicalDump {
    private static final int ROWS_AT_ONCE = 500;

    private CanonicalDump() {}

    /// The tables of the dump in its order, each with the fields that identify its rows.
    static Map<Table<?>, List<Field<?>>> tables() {
        var tables = new LinkedHashMap<Table<?>, List<Field<?>>>();
        tables.put(PROJECTION_HALT, List.of(PROJECTION_HALT.TOPIC, PROJECTION_HALT.RECORD_KEY));
        tables.put(MLS_GROUP, List.of(MLS_GROUP.GROUP_ID));
        tables.put(GROUP_EVENT, List.of(GROUP_EVENT.GROUP_ID, GROUP_EVENT.SEQ));
        tables.put(PAYLOAD_KEY, List.of(PAYLOAD_KEY.GROUP_ID));
        tables.put(TREE_NODE, List.of(TREE_NODE.GROUP_ID, TREE_NODE.NODE_INDEX));
        tables.put(GROUP_MEMBER, List.of(GROUP_MEMBER.GROUP_ID, GROUP_MEMBER.LEAF_INDEX));
        tables.put(GROUP_STAY, List.of(GROUP_STAY.GROUP_ID, GROUP_STAY.LEAF_INDEX, GROUP_STAY.FROM_SEQ));
        tables.put(COMMIT_REPORT, List.of(COMMIT_REPORT.GROUP_ID, COMMIT_REPORT.EPOCH, COMMIT_REPORT.LEAF_INDEX));
        tables.put(PENDING_PROPOSAL, List.of(PENDING_PROPOSAL.GROUP_ID, PENDING_PROPOSAL.SEQ));
        tables.put(WELCOME_BODY, List.of(WELCOME_BODY.GROUP_ID, WELCOME_BODY.SEQ));
        tables.put(WELCOME, List.of(WELCOME.WELCOME_ID));
        tables.put(
                WELCOME_ACKNOWLEDGEMENT, List.of(WELCOME_ACKNOWLEDGEMENT.WELCOME_ID, WELCOME_ACKNOWLEDGEMENT.USER_ID));
        tables.put(DIRECTORY_USER, List.of(DIRECTORY_USER.USER_ID));
        tables.put(DIRECTORY_CLIENT, List.of(DIRECTORY_CLIENT.USER_ID, DIRECTORY_CLIENT.CLIENT_ID));
        tables.put(CLIENT_KEY, List.of(CLIENT_KEY.USER_ID, CLIENT_KEY.CLIENT_ID, CLIENT_KEY.KEY_INDEX));
        tables.put(KEY_PACKAGE, List.of(KEY_PACKAGE.USER_ID, KEY_PACKAGE.REF));
        tables.put(LOW_STOCK, List.of(LOW_STOCK.USER_ID, LOW_STOCK.CLIENT_ID, LOW_STOCK.SEQ, LOW_STOCK.CIPHER_SUITE));
        tables.put(DIRECTORY_EVENT, List.of(DIRECTORY_EVENT.USER_ID, DIRECTORY_EVENT.SEQ));
        tables.put(IMPORTED_GROUP, List.of(IMPORTED_GROUP.GROUP_ID));
        tables.put(IMPORTED_EVENT, List.of(IMPORTED_EVENT.GROUP_ID, IMPORTED_EVENT.SEQ));
        tables.put(
                IMPORTED_MEMBER, List.of(IMPORTED_MEMBER.GROUP_ID, IMPORTED_MEMBER.USER_ID, IMPORTED_MEMBER.CLIENT_ID));
        return tables;
    }

    /// Writes a line for each row: the table's name, then `column=value` in the order of the columns, octets in hex.
    public static void write(DataSource dataSource, Appendable out) {
        rows(dataSource, (table, line) -> append(out, line));
    }

    /// SHA-256 in hex over the lines of each table, by the table's name.
    public static Map<String, String> hashes(DataSource dataSource) {
        var digests = new LinkedHashMap<String, MessageDigest>();
        tables().keySet().forEach(table -> digests.put(table.getName(), sha256()));
        rows(
                dataSource,
                (table, line) ->
                        digests.computeIfAbsent(table, name -> sha256()).update(line.getBytes(StandardCharsets.UTF_8)));
        var hashes = new LinkedHashMap<String, String>();
        digests.forEach((table, digest) -> hashes.put(table, HexFormat.of().formatHex(digest.digest())));
        return hashes;
    }

    private static void rows(DataSource dataSource, Lines lines) {
        Snapshot.read(dataSource, sql -> {
            tables().forEach((table, identity) ->
                    rows(sql, table, identity, row -> lines.line(table.getName(), line(table, row))));
            return lines;
        });
    }

    private static void rows(DSLContext sql, Table<?> table, List<Field<?>> identity, Consumer<Record> row) {
        try (var cursor = cursor(sql, table, identity)) {
            cursor.forEach(row);
        }
    }

    /// The rows of a table in the order of the dump. Must be read inside of a transaction, or all are fetched at once.
    static Cursor<? extends Record> cursor(DSLContext sql, Table<?> table, List<Field<?>> identity) {
        return sql.selectFrom(table)
                .orderBy(identity.stream().map(CanonicalDump::byOctets).toList())
                .fetchSize(ROWS_AT_ONCE)
                .fetchLazy();
    }

    /// Text is ordered by its octets, whatever language the database was made for.
    private static OrderField<?> byOctets(Field<?> field) {
        return field.getType() == String.class ? field.collate(DSL.collation("C")) : field;
    }

    private static String line(Table<?> table, Record row) {
        var line = new StringBuilder(table.getName());
        for (Field<?> field : row.fields()) {
            line.append('\t').append(field.getName()).append('=').append(text(row.get(field)));
        }
        return line.append('\n').toString();
    }

    /// A value as the dump writes it.
    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case byte[] octets -> HexFormat.of().formatHex(octets);
            case String text -> text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
            default -> value.toString();
        };
    }

    private static void append(Appendable out, String line) {
        try {
            out.append(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java platform has SHA-256", e);
        }
    }

    private interface Lines {
        void line(String table, String line);
    }
}
