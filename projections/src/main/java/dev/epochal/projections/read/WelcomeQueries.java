package dev.epochal.projections.read;

import static dev.epochal.schema.sql.Tables.KEY_PACKAGE;
import static dev.epochal.schema.sql.Tables.WELCOME;
import static dev.epochal.schema.sql.Tables.WELCOME_ACKNOWLEDGEMENT;
import static dev.epochal.schema.sql.Tables.WELCOME_BODY;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.framing.WireFormat;
import dev.epochal.mls.group.ProtocolVersion;
import dev.epochal.projections.read.ClientReads.WelcomeRow;
import dev.epochal.schema.record.Identity;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SelectConditionStep;

/// Puts each recipient's Welcome together: what all get, and of the secrets those of this recipient.
final class WelcomeQueries {
    /// Stands for user and client of a Welcome whose group hides whom it adds.
    private static final String HIDDEN = "";

    private final DSLContext sql;

    WelcomeQueries(DSLContext sql) {
        this.sql = sql;
    }

    /// Those that the client has not acknowledged, oldest first.
    List<WelcomeRow> waiting(Identity identity, int limit) {
        return welcomes(isFor(identity).or(isForKeyPackageOf(identity)))
                .and(notExists(selectOne()
                        .from(WELCOME_ACKNOWLEDGEMENT)
                        .where(WELCOME_ACKNOWLEDGEMENT.WELCOME_ID.eq(WELCOME.WELCOME_ID))
                        .and(WELCOME_ACKNOWLEDGEMENT.USER_ID.eq(identity.getUser()))))
                .orderBy(WELCOME.ACCEPTED_AT, WELCOME.GROUP_ID, WELCOME.SEQ, WELCOME.WELCOME_ID)
                .limit(limit)
                .fetch(row -> row(row, row.get(WELCOME.GROUP_SECRETS)));
    }

    /// The one with this id.
    Optional<WelcomeRow> byId(Identity identity, ByteString welcomeId) {
        return welcomes(isFor(identity).or(isForKeyPackageOf(identity)))
                .and(WELCOME.WELCOME_ID.eq(welcomeId.toByteArray()))
                .fetchOptional(row -> row(row, row.get(WELCOME.GROUP_SECRETS)));
    }

    /// The one that came with the event. Who comes twice by one Commit gets the first of both.
    Optional<WelcomeRow> at(Identity identity, ByteString groupId, long seq) {
        return atPlace(isFor(identity).or(isForKeyPackageOf(identity)), groupId, seq).stream()
                .findFirst()
                .map(row -> row(row, row.get(WELCOME.GROUP_SECRETS)))
                .or(() -> together(atPlace(WELCOME.USER_ID.eq(HIDDEN), groupId, seq)));
    }

    private List<? extends Record> atPlace(Condition whose, ByteString groupId, long seq) {
        return welcomes(whose)
                .and(WELCOME.GROUP_ID.eq(groupId.toByteArray()))
                .and(WELCOME.SEQ.eq(seq))
                .orderBy(WELCOME.WELCOME_ID)
                .fetch();
    }

    private SelectConditionStep<? extends Record> welcomes(Condition whose) {
        return sql.select(
                        WELCOME.WELCOME_ID,
                        WELCOME.GROUP_ID,
                        WELCOME.SEQ,
                        WELCOME.EPOCH,
                        WELCOME.KEY_PACKAGE_REF,
                        WELCOME.GROUP_SECRETS,
                        WELCOME_BODY.CIPHER_SUITE,
                        WELCOME_BODY.ENCRYPTED_GROUP_INFO)
                .from(WELCOME)
                .join(WELCOME_BODY)
                .on(WELCOME_BODY.GROUP_ID.eq(WELCOME.GROUP_ID).and(WELCOME_BODY.SEQ.eq(WELCOME.SEQ)))
                .where(whose);
    }

    private static Optional<WelcomeRow> together(List<? extends Record> rows) {
        return rows.stream()
                .findFirst()
                .map(first -> row(
                        first,
                        rows.stream().map(row -> row.get(WELCOME.GROUP_SECRETS)).toArray(byte[][]::new)));
    }

    private static WelcomeRow row(Record row, byte[]... secrets) {
        return new WelcomeRow(
                Octets.of(row.get(WELCOME.WELCOME_ID)),
                Octets.of(row.get(WELCOME.GROUP_ID)),
                row.get(WELCOME.SEQ),
                row.get(WELCOME.EPOCH),
                Octets.of(row.get(WELCOME.KEY_PACKAGE_REF)),
                welcome(row, secrets));
    }

    /// The struct of RFC 9420 §12.4.3.1 anew; its parts are the bytes that came.
    private static ByteString welcome(Record row, byte[]... secrets) {
        var writer = new Writer()
                .u16(ProtocolVersion.MLS10)
                .u16(WireFormat.WELCOME)
                .u16(row.get(WELCOME_BODY.CIPHER_SUITE))
                .vector(list -> {
                    for (byte[] each : secrets) {
                        list.raw(dev.epochal.mls.codec.Octets.owning(each));
                    }
                })
                .opaque(dev.epochal.mls.codec.Octets.owning(row.get(WELCOME_BODY.ENCRYPTED_GROUP_INFO)));
        return Octets.of(writer.toOctets().toByteArray());
    }

    private static Condition isFor(Identity identity) {
        return WELCOME.USER_ID.eq(identity.getUser()).and(WELCOME.CLIENT_ID.eq(identity.getClient()));
    }

    /// Groups and directory are projected independently, so the recipient is found when it reads.
    private static Condition isForKeyPackageOf(Identity identity) {
        return WELCOME.USER_ID
                .eq(HIDDEN)
                .and(exists(selectOne()
                        .from(KEY_PACKAGE)
                        .where(KEY_PACKAGE.REF.eq(WELCOME.KEY_PACKAGE_REF))
                        .and(keyPackageIsOf(identity))));
    }

    static Condition keyPackageIsOf(Identity identity) {
        return KEY_PACKAGE.USER_ID.eq(identity.getUser()).and(KEY_PACKAGE.CLIENT_ID.eq(identity.getClient()));
    }
}
