package dev.epochal.projections.project;

import static dev.epochal.schema.sql.Tables.KEY_PACKAGE;
import static org.jooq.impl.DSL.inline;

import com.google.protobuf.ByteString;
import dev.epochal.projections.database.Sql;
import dev.epochal.schema.record.ClaimedKeyPackage;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.PublishedKeyPackage;
import java.util.List;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rows of one batch that tell the life of KeyPackages. A row is never deleted: a Welcome may name it long after.
final class KeyPackageRows {
    private static final Logger LOG = LoggerFactory.getLogger(KeyPackageRows.class);
    private static final byte[] OCTETS = new byte[0];
    private static final String PUBLISH = Sql.text(sql -> Placeholders.insert(sql, KEY_PACKAGE));

    private final Rows published = new Rows();
    private final Rows claimed = new Rows();
    private final Rows ended = new Rows();

    void publish(DirectoryEvent event) {
        var body = event.getKeyPackagesPublished();
        int index = 0;
        for (PublishedKeyPackage keyPackage : body.getKeyPackagesList()) {
            published.add(
                    event.getUser(),
                    keyPackage.getRef().toByteArray(),
                    body.getClient(),
                    keyPackage.getCipherSuite(),
                    keyPackage.getNotAfter(),
                    keyPackage.getInitKey().toByteArray(),
                    keyPackage.getEncryptionKey().toByteArray(),
                    keyPackage.getLastResort(),
                    keyPackage.getKeyPackage().toByteArray(),
                    event.getSeq(),
                    index++,
                    event.getAcceptedAtMs(),
                    null,
                    null,
                    null,
                    null,
                    0,
                    null,
                    null,
                    null);
        }
        end(event, body.getSupersededList());
    }

    void claim(DirectoryEvent event) {
        for (ClaimedKeyPackage keyPackage : event.getKeyPackagesClaimed().getClaimedList()) {
            claimed.add(
                    event.getSeq(),
                    event.getAcceptedAtMs(),
                    event.getSubmittedBy().getUser(),
                    event.getSubmittedBy().getClient(),
                    event.getUser(),
                    keyPackage.getRef().toByteArray());
        }
    }

    /// They can't be claimed any more.
    void end(DirectoryEvent event, List<ByteString> refs) {
        for (ByteString ref : refs) {
            ended.add(
                    event.getBodyCase().getNumber(),
                    event.getSeq(),
                    event.getAcceptedAtMs(),
                    event.getUser(),
                    ref.toByteArray());
        }
    }

    void send(DSLContext sql) {
        published.send(sql, PUBLISH);
        reportUnmet(claimed.send(sql, CLAIM));
        reportUnmet(ended.send(sql, END));
    }

    private static void reportUnmet(int[] met) {
        for (int rows : met) {
            if (rows == 0) {
                LOG.error("An event names a KeyPackage that was never published. Run fsck on the log.");
            }
        }
    }

    private static final String CLAIM = Sql.text(sql -> sql.update(KEY_PACKAGE)
            .set(KEY_PACKAGE.CLAIMED_SEQ, 0L)
            .set(KEY_PACKAGE.CLAIMED_AT, 0L)
            .set(KEY_PACKAGE.CLAIMED_BY_USER, "")
            .set(KEY_PACKAGE.CLAIMED_BY_CLIENT, "")
            .set(KEY_PACKAGE.CLAIMS, KEY_PACKAGE.CLAIMS.plus(inline(1)))
            .where(KEY_PACKAGE.USER_ID.eq(""))
            .and(KEY_PACKAGE.REF.eq(OCTETS)));

    private static final String END = Sql.text(sql -> sql.update(KEY_PACKAGE)
            .set(KEY_PACKAGE.ENDED_KIND, 0)
            .set(KEY_PACKAGE.ENDED_SEQ, 0L)
            .set(KEY_PACKAGE.ENDED_AT, 0L)
            .where(KEY_PACKAGE.USER_ID.eq(""))
            .and(KEY_PACKAGE.REF.eq(OCTETS)));
}
