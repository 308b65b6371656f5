package dev.epochal.projections.project;

import static dev.epochal.schema.sql.Tables.DIRECTORY_EVENT;
import static dev.epochal.schema.sql.Tables.DIRECTORY_USER;
import static dev.epochal.schema.sql.Tables.KEY_PACKAGE;
import static dev.epochal.schema.sql.Tables.WELCOME_ACKNOWLEDGEMENT;
import static org.jooq.impl.DSL.excluded;

import dev.epochal.schema.record.ClaimedKeyPackage;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.PublishedKeyPackage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rows of one batch of directory events.
final class DirectoryRows {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryRows.class);
    private static final byte[] OCTETS = new byte[0];

    private final Map<String, Long> newest = new HashMap<>();
    private final Rows events = new Rows();
    private final Rows published = new Rows();
    private final Rows claimed = new Rows();
    private final Rows acknowledged = new Rows();
    private final List<Identity> concerned = new ArrayList<>();

    void add(Entry<DirectoryEvent> entry) {
        DirectoryEvent event = entry.value();
        newest.put(event.getUser(), event.getSeq());
        events.add(
                event.getUser(),
                event.getSeq(),
                event.getIdempotencyKey().toByteArray(),
                event.getBodyDigest().toByteArray(),
                entry.octets().toByteArray());
        switch (event.getBodyCase()) {
            case KEY_PACKAGES_PUBLISHED -> addPublished(event);
            case KEY_PACKAGES_CLAIMED -> addClaimed(event);
            case WELCOME_ACKNOWLEDGED -> addAcknowledged(event);
            case BODY_NOT_SET -> throw new IllegalStateException("An event without a body was let in");
        }
    }

    private void addPublished(DirectoryEvent event) {
        var body = event.getKeyPackagesPublished();
        int index = 0;
        for (PublishedKeyPackage keyPackage : body.getKeyPackagesList()) {
            published.add(
                    event.getUser(),
                    keyPackage.getRef().toByteArray(),
                    body.getClient(),
                    keyPackage.getCipherSuite(),
                    keyPackage.getNotAfter(),
                    keyPackage.getKeyPackage().toByteArray(),
                    event.getSeq(),
                    index++,
                    null,
                    null,
                    null);
        }
        concern(event.getUser(), body.getClient());
    }

    private void addClaimed(DirectoryEvent event) {
        for (ClaimedKeyPackage keyPackage : event.getKeyPackagesClaimed().getClaimedList()) {
            claimed.add(
                    event.getSeq(),
                    event.getSubmittedBy().getUser(),
                    event.getSubmittedBy().getClient(),
                    event.getUser(),
                    keyPackage.getRef().toByteArray());
            concern(event.getUser(), keyPackage.getClient());
        }
    }

    private void addAcknowledged(DirectoryEvent event) {
        acknowledged.add(event.getWelcomeAcknowledged().getWelcomeId().toByteArray(), event.getUser());
        concern(event.getUser(), event.getSubmittedBy().getClient());
    }

    private void concern(String user, String client) {
        concerned.add(Identity.newBuilder().setUser(user).setClient(client).build());
    }

    /// Sends all rows, and names the clients that they concern.
    void send(DSLContext sql, Outcome outcome) {
        var users = new Rows();
        newest.forEach(users::add);
        users.send(sql, moveUser(sql));
        events.send(sql, Placeholders.insert(sql, DIRECTORY_EVENT));
        published.send(sql, Placeholders.insert(sql, KEY_PACKAGE));
        reportUnmet(claimed.send(sql, claim(sql)));
        acknowledged.send(sql, acknowledge(sql));
        concerned.forEach(outcome::clientChanged);
    }

    private static void reportUnmet(int[] met) {
        for (int rows : met) {
            if (rows == 0) {
                LOG.error("A claim names a KeyPackage that was never published. Run fsck on the log.");
            }
        }
    }

    private static Query moveUser(DSLContext sql) {
        return Placeholders.insert(sql, DIRECTORY_USER)
                .onConflict(DIRECTORY_USER.USER_ID)
                .doUpdate()
                .set(DIRECTORY_USER.SEQ, excluded(DIRECTORY_USER.SEQ));
    }

    private static Query claim(DSLContext sql) {
        return sql.update(KEY_PACKAGE)
                .set(KEY_PACKAGE.CLAIMED_SEQ, 0L)
                .set(KEY_PACKAGE.CLAIMED_BY_USER, "")
                .set(KEY_PACKAGE.CLAIMED_BY_CLIENT, "")
                .where(KEY_PACKAGE.USER_ID.eq(""))
                .and(KEY_PACKAGE.REF.eq(OCTETS));
    }

    /// A Welcome may be acknowledged again.
    private static Query acknowledge(DSLContext sql) {
        return Placeholders.insert(sql, WELCOME_ACKNOWLEDGEMENT).onConflictDoNothing();
    }
}
