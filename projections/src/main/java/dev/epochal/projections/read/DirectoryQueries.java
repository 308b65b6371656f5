package dev.epochal.projections.read;

import static dev.epochal.schema.sql.Tables.CLIENT_KEY;
import static dev.epochal.schema.sql.Tables.DIRECTORY_CLIENT;
import static dev.epochal.schema.sql.Tables.DIRECTORY_EVENT;
import static dev.epochal.schema.sql.Tables.DIRECTORY_USER;
import static dev.epochal.schema.sql.Tables.KEY_PACKAGE;
import static dev.epochal.schema.sql.Tables.WELCOME;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.sql.tables.records.KeyPackageRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/// What is asked of the directory, as queries.
final class DirectoryQueries implements DirectoryReads {
    private final DSLContext sql;

    DirectoryQueries(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public long directorySeq(String user) {
        return sql.select(DIRECTORY_USER.SEQ)
                .from(DIRECTORY_USER)
                .where(DIRECTORY_USER.USER_ID.eq(user))
                .fetchOptional(row -> row.value1())
                .orElse(-1L);
    }

    @Override
    public List<ClientRow> clients(String user) {
        Map<String, ClientRow> clients = new TreeMap<>();
        sql.select(
                        DIRECTORY_CLIENT.CLIENT_ID,
                        DIRECTORY_CLIENT.REGISTERED_AT,
                        DIRECTORY_CLIENT.CHANGED_AT,
                        CLIENT_KEY.SIGNATURE_KEY)
                .from(DIRECTORY_CLIENT)
                .join(CLIENT_KEY)
                .on(CLIENT_KEY.USER_ID.eq(DIRECTORY_CLIENT.USER_ID))
                .and(CLIENT_KEY.CLIENT_ID.eq(DIRECTORY_CLIENT.CLIENT_ID))
                .where(DIRECTORY_CLIENT.USER_ID.eq(user))
                .orderBy(CLIENT_KEY.KEY_INDEX)
                .forEach(row -> clients.computeIfAbsent(
                                row.value1(),
                                client -> new ClientRow(client, new ArrayList<>(), row.value2(), row.value3()))
                        .signatureKeys()
                        .add(Octets.of(row.value4())));
        return List.copyOf(clients.values());
    }

    @Override
    public Map<Identity, List<ByteString>> signatureKeys(Collection<Identity> clients) {
        if (clients.isEmpty()) {
            return Map.of();
        }
        var names = clients.stream()
                .map(identity -> row(identity.getUser(), identity.getClient()))
                .toList();
        Map<Identity, List<ByteString>> keys = new HashMap<>();
        sql.select(CLIENT_KEY.USER_ID, CLIENT_KEY.CLIENT_ID, CLIENT_KEY.SIGNATURE_KEY)
                .from(CLIENT_KEY)
                .where(row(CLIENT_KEY.USER_ID, CLIENT_KEY.CLIENT_ID).in(names))
                .orderBy(CLIENT_KEY.KEY_INDEX)
                .forEach(row -> keys.computeIfAbsent(Identities.of(row.value1(), row.value2()), _ -> new ArrayList<>())
                        .add(Octets.of(row.value3())));
        return keys;
    }

    @Override
    public List<StockRow> stock(Identity client, long nowSeconds) {
        return new StockQuery(sql, client, nowSeconds).rows();
    }

    @Override
    public Optional<KeyPackageRow> keyPackage(ByteString ref) {
        Field<byte[]> group = field(select(WELCOME.GROUP_ID)
                .from(WELCOME)
                .where(WELCOME.KEY_PACKAGE_REF.eq(KEY_PACKAGE.REF))
                .orderBy(WELCOME.ACCEPTED_AT, WELCOME.GROUP_ID)
                .limit(1));
        return sql.select(
                        KEY_PACKAGE.REF,
                        KEY_PACKAGE.USER_ID,
                        KEY_PACKAGE.CLIENT_ID,
                        KEY_PACKAGE.CIPHER_SUITE,
                        KEY_PACKAGE.NOT_AFTER,
                        KEY_PACKAGE.LAST_RESORT,
                        KEY_PACKAGE.PUBLISHED_AT,
                        KEY_PACKAGE.CLAIMS,
                        KEY_PACKAGE.CLAIMED_AT,
                        KEY_PACKAGE.CLAIMED_BY_USER,
                        KEY_PACKAGE.CLAIMED_BY_CLIENT,
                        KEY_PACKAGE.ENDED_KIND,
                        group)
                .from(KEY_PACKAGE)
                .where(KEY_PACKAGE.REF.eq(ref.toByteArray()))
                .orderBy(KEY_PACKAGE.USER_ID)
                .limit(1)
                .fetchOptional(row -> keyPackage(row.into(KEY_PACKAGE), row.get(group)));
    }

    private static KeyPackageRow keyPackage(KeyPackageRecord row, byte @Nullable [] group) {
        return new KeyPackageRow(
                Octets.of(row.getRef()),
                Identities.of(row.getUserId(), row.getClientId()),
                row.getCipherSuite(),
                row.getNotAfter(),
                row.getLastResort(),
                row.getPublishedAt(),
                row.getClaims(),
                Optional.ofNullable(row.getClaimedAt())
                        .map(at -> new Claim(Identities.of(row.getClaimedByUser(), row.getClaimedByClient()), at)),
                Optional.ofNullable(row.getEndedKind()).map(DirectoryEvent.BodyCase::forNumber),
                Optional.ofNullable(group).map(Octets::of));
    }

    @Override
    public Optional<ByteString> keyPackageMessage(ByteString ref) {
        return sql.select(KEY_PACKAGE.KEY_PACKAGE_)
                .from(KEY_PACKAGE)
                .where(KEY_PACKAGE.REF.eq(ref.toByteArray()))
                .limit(1)
                .fetchOptional(row -> Octets.of(row.value1()));
    }

    @Override
    public List<DirectoryEvent> directoryEvents(String user, long fromSeq, int limit) {
        return sql.select(DIRECTORY_EVENT.RECORD)
                .from(DIRECTORY_EVENT)
                .where(DIRECTORY_EVENT.USER_ID.eq(user))
                .and(DIRECTORY_EVENT.SEQ.ge(fromSeq))
                .orderBy(DIRECTORY_EVENT.SEQ)
                .limit(limit)
                .fetch(row -> Octets.record(DirectoryEvent.parser(), row.value1()));
    }

    /// Lifetimes beyond the year 292 billion are stored as negative numbers, and are never over.
    @Override
    public List<String> usersWithExpired(long nowSeconds, int limit) {
        return sql.selectDistinct(KEY_PACKAGE.USER_ID)
                .from(KEY_PACKAGE)
                .where(StockQuery.inStock())
                .and(KEY_PACKAGE.NOT_AFTER.between(0L, nowSeconds - 1))
                .limit(limit)
                .fetch(row -> row.value1());
    }
}
