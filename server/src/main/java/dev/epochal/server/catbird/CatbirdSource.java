package dev.epochal.server.catbird;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.ImportedMember;
import dev.epochal.schema.record.ImportedMembers;
import dev.epochal.schema.record.ImportedMessage;
import dev.epochal.schema.record.ImportedWelcome;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a Catbird MLS server of the first or second generation had stored, page by page. Used by one thread.
final class CatbirdSource {
    /// How many rows are held at once.
    static final int PAGE = 200;

    private static final String C_ORDER = " collate \"C\"";

    private final Connection connection;
    private final CatbirdColumns columns;

    CatbirdSource(Connection connection, CatbirdColumns columns) {
        this.connection = connection;
        this.columns = columns;
    }

    CatbirdColumns columns() {
        return columns;
    }

    /// Where a row stands in the order of its conversation: by number, then by time, then by id.
    record Cursor(long seq, long createdAtMs, String id) {
        static final Cursor BEGIN = new Cursor(Long.MIN_VALUE, Long.MIN_VALUE, "");
    }

    /// A conversation.
    ///
    /// @param groupId the id of its MLS group in hex, or as text; empty if the server didn't keep it
    record Conversation(String id, String groupId, long epoch, String cipherSuite, String creator, long createdAtMs) {}

    /// The conversations behind one of them in the order of their ids; empty at the end.
    List<Conversation> conversations(String after) throws SQLException {
        var query = "select id::text, " + columns.as("text", "conversations", "group_id") + ", current_epoch::bigint, "
                + columns.as("text", "conversations", "cipher_suite") + ", "
                + columns.as("text", "conversations", "creator_did") + ", "
                + columns.millis("conversations", "created_at")
                + " from conversations where id::text" + C_ORDER + " > ? order by id::text" + C_ORDER
                + " limit " + PAGE;
        return page(
                query,
                List.of(after),
                row -> new Conversation(
                        text(row, 1), text(row, 2), row.getLong(3), text(row, 4), text(row, 5), row.getLong(6)));
    }

    /// Everybody who is or was in a conversation, in the order of their names.
    ImportedMembers members(String conversation) throws SQLException {
        var query = "select member_did::text, " + columns.as("text", "members", "user_did") + ", "
                + columns.as("text", "members", "device_id") + ", "
                + "coalesce(" + columns.as("boolean", "members", "is_admin") + ", false), "
                + columns.as("int", "members", "leaf_index") + ", "
                + columns.millis("members", "joined_at") + ", " + columns.millis("members", "left_at")
                + " from members where convo_id::text = ? order by member_did::text" + C_ORDER;
        return ImportedMembers.newBuilder()
                .addAllMembers(page(query, List.of(conversation), CatbirdSource::member))
                .build();
    }

    private static ImportedMember member(ResultSet row) throws SQLException {
        var member = ImportedMember.newBuilder()
                .setIdentity(identity(text(row, 1), text(row, 2), text(row, 3)))
                .setAdministrator(row.getBoolean(4))
                .setJoinedAtMs(row.getLong(6))
                .setLeftAtMs(row.getLong(7));
        int leaf = row.getInt(5);
        if (!row.wasNull() && leaf >= 0) {
            member.setLeafIndex(leaf);
        }
        return member.build();
    }

    /// A member is named by the DID of its device, `did:plc:abc#device`, and later by the user's beside it.
    static Identity identity(String memberDid, String userDid, String deviceId) {
        int fragment = memberDid.indexOf('#');
        var user = !userDid.isEmpty() ? userDid : fragment < 0 ? memberDid : memberDid.substring(0, fragment);
        var device = !deviceId.isEmpty() ? deviceId : fragment < 0 ? "" : memberDid.substring(fragment + 1);
        return Identity.newBuilder().setUser(user).setClient(device).build();
    }

    /// Messages of a conversation behind a place. A message without octets is told too.
    List<ImportedMessage> messages(String conversation, Cursor after) throws SQLException {
        var seq = "coalesce(" + columns.as("bigint", "messages", "seq") + ", 0)";
        var created = columns.millis("messages", "created_at");
        var query = "select id::text, " + seq + ", " + created + ", epoch::bigint, message_type::text = 'commit', "
                + columns.as("text", "messages", "sender_did") + ", "
                + columns.as("bytea", "messages", "ciphertext")
                + " from messages where convo_id::text = ? and (" + seq + ", " + created + ", id::text" + C_ORDER
                + ") > (?, ?, ?) order by 2, 3, id::text" + C_ORDER + " limit " + PAGE;
        return page(
                query,
                List.of(conversation, after.seq(), after.createdAtMs(), after.id()),
                row -> ImportedMessage.newBuilder()
                        .setSourceId(text(row, 1))
                        .setSourceSeq(row.getLong(2))
                        .setCreatedAtMs(row.getLong(3))
                        .setEpoch(row.getLong(4))
                        .setCommit(row.getBoolean(5))
                        .setSender(text(row, 6))
                        .setMessage(octets(row, 7))
                        .build());
    }

    /// Welcomes of a conversation behind a place.
    List<ImportedWelcome> welcomes(String conversation, Cursor after) throws SQLException {
        if (!columns.has("welcome_messages", "welcome_data")) {
            return List.of();
        }
        var created = columns.millis("welcome_messages", "created_at");
        var query = "select id::text, " + created + ", recipient_did::text, "
                + columns.as("bytea", "welcome_messages", "key_package_hash") + ", "
                + "coalesce(" + columns.as("boolean", "welcome_messages", "consumed") + ", false), welcome_data::bytea"
                + " from welcome_messages where convo_id::text = ? and (" + created + ", id::text" + C_ORDER
                + ") > (?, ?) order by 2, id::text" + C_ORDER + " limit " + PAGE;
        return page(
                query,
                List.of(conversation, after.createdAtMs(), after.id()),
                row -> ImportedWelcome.newBuilder()
                        .setSourceId(text(row, 1))
                        .setCreatedAtMs(row.getLong(2))
                        .setRecipient(text(row, 3))
                        .setKeyPackageHash(octets(row, 4))
                        .setConsumed(row.getBoolean(5))
                        .setWelcome(octets(row, 6))
                        .build());
    }

    /// A number that a query gives.
    long count(String query) throws SQLException {
        return page(query, List.of(), row -> row.getLong(1)).getFirst();
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> page(String query, List<Object> values, Row<T> reader) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            var page = new ArrayList<T>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    page.add(reader.read(rows));
                }
            }
            return page;
        }
    }

    private static String text(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNullElse(row.getString(column), "");
    }

    private static ByteString octets(ResultSet row, int column) throws SQLException {
        byte @Nullable [] octets = row.getBytes(column);
        return octets == null ? ByteString.EMPTY : ByteString.copyFrom(octets);
    }
}
