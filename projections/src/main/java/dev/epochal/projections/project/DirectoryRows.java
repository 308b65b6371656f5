package dev.epochal.projections.project;

import static dev.epochal.schema.sql.Tables.DIRECTORY_EVENT;
import static dev.epochal.schema.sql.Tables.DIRECTORY_USER;
import static dev.epochal.schema.sql.Tables.LOW_STOCK;
import static dev.epochal.schema.sql.Tables.WELCOME_ACKNOWLEDGEMENT;
import static org.jooq.impl.DSL.excluded;

import dev.epochal.projections.database.Sql;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.LowStock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;

/// The rows of one batch of directory events.
final class DirectoryRows {
    private static final String INSERT_LOW = Sql.text(sql -> Placeholders.insert(sql, LOW_STOCK));
    private static final String INSERT_EVENT = Sql.text(sql -> Placeholders.insert(sql, DIRECTORY_EVENT));

    private final Map<String, Long> newest = new HashMap<>();
    private final Rows events = new Rows();
    private final KeyPackageRows keyPackages = new KeyPackageRows();
    private final ClientRows clients = new ClientRows();
    private final Rows acknowledged = new Rows();
    private final Rows low = new Rows();
    private final List<Identity> concerned = new ArrayList<>();

    void add(Entry<DirectoryEvent> entry) {
        DirectoryEvent event = entry.value();
        newest.put(event.getUser(), event.getSeq());
        events.add(
                event.getUser(),
                event.getSeq(),
                event.getBodyCase().getNumber(),
                event.getAcceptedAtMs(),
                event.getSubmittedBy().getUser(),
                event.getIdempotencyKey().toByteArray(),
                event.getBodyDigest().toByteArray(),
                entry.octets().toByteArray());
        switch (event.getBodyCase()) {
            case KEY_PACKAGES_PUBLISHED -> {
                keyPackages.publish(event);
                concern(event, event.getKeyPackagesPublished().getClient());
            }
            case KEY_PACKAGES_CLAIMED -> {
                keyPackages.claim(event);
                addLow(event, event.getKeyPackagesClaimed().getLowList());
                event.getKeyPackagesClaimed().getClaimedList().forEach(claimed -> concern(event, claimed.getClient()));
            }
            case WELCOME_ACKNOWLEDGED -> addAcknowledged(event);
            case CLIENT_REGISTERED -> {
                clients.register(event);
                keyPackages.end(event, event.getClientRegistered().getRevokedList());
                concern(event, event.getClientRegistered().getClient());
            }
            case CLIENT_REMOVED -> {
                clients.remove(event);
                keyPackages.end(event, event.getClientRemoved().getRevokedList());
                concern(event, event.getClientRemoved().getClient());
            }
            case KEY_PACKAGES_REVOKED -> {
                keyPackages.end(event, event.getKeyPackagesRevoked().getRefsList());
                concern(event, event.getKeyPackagesRevoked().getClient());
            }
            case KEY_PACKAGES_EXPIRED -> {
                event.getKeyPackagesExpired().getClientsList().forEach(expired -> {
                    keyPackages.end(event, expired.getRefsList());
                    concern(event, expired.getClient());
                });
                addLow(event, event.getKeyPackagesExpired().getLowList());
            }
            case BODY_NOT_SET -> throw new IllegalStateException("An event without a body was let in");
        }
    }

    private void addAcknowledged(DirectoryEvent event) {
        acknowledged.add(event.getWelcomeAcknowledged().getWelcomeId().toByteArray(), event.getUser());
        concern(event, event.getSubmittedBy().getClient());
    }

    private void addLow(DirectoryEvent event, List<LowStock> stocks) {
        for (LowStock stock : stocks) {
            low.add(
                    event.getUser(),
                    stock.getClient(),
                    event.getSeq(),
                    stock.getCipherSuite(),
                    stock.getAvailable(),
                    stock.getLowWater(),
                    event.getAcceptedAtMs());
        }
    }

    private void concern(DirectoryEvent event, String client) {
        concerned.add(
                Identity.newBuilder().setUser(event.getUser()).setClient(client).build());
    }

    /// Sends all rows, and names the clients that they concern.
    void send(DSLContext sql, Outcome outcome) {
        var users = new Rows();
        newest.forEach(users::add);
        users.send(sql, MOVE_USER);
        events.send(sql, INSERT_EVENT);
        clients.send(sql);
        keyPackages.send(sql);
        low.send(sql, INSERT_LOW);
        acknowledged.send(sql, ACKNOWLEDGE);
        concerned.forEach(outcome::clientChanged);
    }

    private static final String MOVE_USER = Sql.text(sql -> Placeholders.insert(sql, DIRECTORY_USER)
            .onConflict(DIRECTORY_USER.USER_ID)
            .doUpdate()
            .set(DIRECTORY_USER.SEQ, excluded(DIRECTORY_USER.SEQ)));

    /// A Welcome may be acknowledged again.
    private static final String ACKNOWLEDGE =
            Sql.text(sql -> Placeholders.insert(sql, WELCOME_ACKNOWLEDGEMENT).onConflictDoNothing());
}
