package dev.epochal.server.catbird;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Puts the rows of a plain `pg_dump` into temporary tables of text columns. No statement of the file is run: only
/// what stands between `COPY … FROM stdin` and its end is read, and only of tables that are carried over. The tables
/// are gone when the transaction is undone or the connection ends.
final class CatbirdDump {
    private static final Set<String> TABLES =
            Set.of("conversations", "members", "messages", "welcome_messages", "key_packages");
    private static final Pattern COPY =
            Pattern.compile("COPY (?:[a-z_][a-z0-9_]*\\.)?([a-z_][a-z0-9_]*) \\(([^)]*)\\) FROM stdin;");
    private static final Pattern COLUMN = Pattern.compile("[a-z_][a-z0-9_]*");
    /// A message of 10 MiB in hex, and the other columns.
    private static final int LINE_MAX = 32 << 20;

    private static final long BATCH_OCTETS = 4L << 20;
    private static final long ROW_OCTETS = 1_000;

    private static final byte[] END = {'\\', '.'};

    private final Connection connection;
    private final Map<String, Long> others = new TreeMap<>();

    private CatbirdDump(Connection connection) {
        this.connection = connection;
    }

    /// Loads the file.
    ///
    /// @return how many rows each table has that is not carried over
    static Map<String, Long> load(Path file, Connection connection) throws IOException, SQLException {
        try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            requirePlain(in);
            var dump = new CatbirdDump(connection);
            for (var line = line(in); line != null; line = line(in)) {
                var copy = COPY.matcher(new String(line, StandardCharsets.UTF_8));
                if (copy.matches()) {
                    dump.rows(in, copy.group(1), copy.group(2));
                }
            }
            return dump.others;
        }
    }

    private static void requirePlain(BufferedInputStream in) throws IOException {
        in.mark(5);
        byte[] magic = in.readNBytes(5);
        in.reset();
        if (Arrays.equals(magic, "PGDMP".getBytes(StandardCharsets.US_ASCII))) {
            throw new ImportException("That dump is in PostgreSQL's custom format: make text of it first, by"
                    + " \"pg_restore --file=catbird.sql --data-only DUMP\"");
        }
    }

    private void rows(InputStream in, String table, String columns) throws IOException, SQLException {
        if (!TABLES.contains(table)) {
            others.merge(table, skip(in, table), Long::sum);
            return;
        }
        var names = Arrays.stream(columns.split(",", -1))
                .map(name -> name.strip().replace("\"", ""))
                .toList();
        if (!names.stream().allMatch(name -> COLUMN.matcher(name).matches())) {
            throw new ImportException("The dump's table " + table + " has a column with a strange name");
        }
        try (var statement = connection.createStatement()) {
            statement.execute("create temporary table " + table + " ("
                    + names.stream().map(name -> name + " text").collect(Collectors.joining(", ")) + ")");
        }
        var places = names.stream().map(_ -> "?").collect(Collectors.joining(", "));
        try (var insert = connection.prepareStatement("insert into pg_temp." + table + " values (" + places + ")")) {
            insert(in, table, names.size(), insert);
        }
        index(table);
    }

    private static void insert(InputStream in, String table, int width, PreparedStatement insert)
            throws IOException, SQLException {
        long waiting = 0;
        for (var line = line(in); line != null; line = line(in)) {
            if (Arrays.equals(line, END)) {
                insert.executeBatch();
                return;
            }
            var fields = new String(line, StandardCharsets.UTF_8).split("\t", -1);
            if (fields.length != width) {
                throw new ImportException("A row of table " + table + " in the dump has " + fields.length
                        + " columns instead of " + width);
            }
            for (int i = 0; i < width; i++) {
                insert.setString(i + 1, value(fields[i]));
            }
            insert.addBatch();
            waiting += ROW_OCTETS + line.length;
            if (waiting > BATCH_OCTETS) {
                insert.executeBatch();
                waiting = 0;
            }
        }
        throw cut(table);
    }

    /// A field of the text form of COPY: `\N` is no value, and a backslash takes the sense of some octets.
    static @Nullable String value(String field) {
        if (field.equals("\\N")) {
            return null;
        }
        var value = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\' && i + 1 < field.length()) {
                i++;
                c = meant(field.charAt(i));
            }
            value.append(c);
        }
        return value.toString();
    }

    private static char meant(char escaped) {
        return switch (escaped) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> (char) 0x0B;
            default -> escaped;
        };
    }

    private void index(String table) throws SQLException {
        try (var statement = connection.createStatement()) {
            if (Set.of("members", "messages", "welcome_messages").contains(table)) {
                statement.execute("create index on pg_temp." + table + " (convo_id)");
            }
            statement.execute("analyze pg_temp." + table);
        }
    }

    private static long skip(InputStream in, String table) throws IOException {
        long rows = 0;
        for (var line = line(in); line != null; line = line(in)) {
            if (Arrays.equals(line, END)) {
                return rows;
            }
            rows++;
        }
        throw cut(table);
    }

    private static ImportException cut(String table) {
        return new ImportException("The dump ends within the rows of table " + table + ": it was cut off");
    }

    /// The next line without its end; nothing at the end of the file.
    private static byte @Nullable [] line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream(256);
        int octet = in.read();
        if (octet < 0) {
            return null;
        }
        while (octet >= 0 && octet != '\n') {
            if (line.size() == LINE_MAX) {
                throw new ImportException("The dump has a line of more than " + LINE_MAX + " octets");
            }
            line.write(octet);
            octet = in.read();
        }
        return line.toByteArray();
    }
}
