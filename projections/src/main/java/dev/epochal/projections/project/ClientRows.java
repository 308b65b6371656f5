package dev.epochal.projections.project;

import static dev.epochal.schema.sql.Tables.CLIENT_KEY;
import static dev.epochal.schema.sql.Tables.DIRECTORY_CLIENT;
import static org.jooq.impl.DSL.excluded;

import com.google.protobuf.ByteString;
import dev.epochal.projections.database.Sql;
import dev.epochal.schema.record.DirectoryEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;

/// The rows of one batch that say which clients there are, and which keys they sign with. Of several registrations of
/// a client in one batch the last one counts.
final class ClientRows {
    private static final String INSERT_KEY = Sql.text(sql -> Placeholders.insert(sql, CLIENT_KEY));
    private final Rows clients = new Rows();
    private final Map<Client, List<ByteString>> keys = new LinkedHashMap<>();

    private record Client(String user, String name) {}

    void register(DirectoryEvent event) {
        var body = event.getClientRegistered();
        add(event, body.getClient(), false);
        keys.put(new Client(event.getUser(), body.getClient()), body.getSignatureKeysList());
    }

    void remove(DirectoryEvent event) {
        add(event, event.getClientRemoved().getClient(), true);
        keys.put(new Client(event.getUser(), event.getClientRemoved().getClient()), List.of());
    }

    /// The first row of a client says since when it is registered; a later one leaves that as it is.
    private void add(DirectoryEvent event, String client, boolean removed) {
        clients.add(
                event.getUser(),
                client,
                event.getSeq(),
                event.getAcceptedAtMs(),
                event.getSeq(),
                event.getAcceptedAtMs(),
                removed);
    }

    void send(DSLContext sql) {
        clients.send(sql, KEEP_CLIENT);
        var outdated = new Rows();
        var valid = new Rows();
        keys.forEach((client, signatureKeys) -> {
            outdated.add(client.user(), client.name());
            int index = 0;
            for (ByteString key : signatureKeys) {
                valid.add(client.user(), client.name(), index++, key.toByteArray());
            }
        });
        outdated.send(sql, DROP_KEYS);
        valid.send(sql, INSERT_KEY);
    }

    private static final String KEEP_CLIENT = Sql.text(sql -> Placeholders.insert(sql, DIRECTORY_CLIENT)
            .onConflict(DIRECTORY_CLIENT.USER_ID, DIRECTORY_CLIENT.CLIENT_ID)
            .doUpdate()
            .set(DIRECTORY_CLIENT.CHANGED_SEQ, excluded(DIRECTORY_CLIENT.CHANGED_SEQ))
            .set(DIRECTORY_CLIENT.CHANGED_AT, excluded(DIRECTORY_CLIENT.CHANGED_AT))
            .set(DIRECTORY_CLIENT.REMOVED, excluded(DIRECTORY_CLIENT.REMOVED)));

    private static final String DROP_KEYS = Sql.text(
            sql -> sql.deleteFrom(CLIENT_KEY).where(CLIENT_KEY.USER_ID.eq("")).and(CLIENT_KEY.CLIENT_ID.eq("")));
}
