package dev.epochal.projections.read;

import static dev.epochal.schema.sql.Tables.CLIENT_KEY;
import static dev.epochal.schema.sql.Tables.DIRECTORY_CLIENT;
import static dev.epochal.schema.sql.Tables.DIRECTORY_EVENT;
import static dev.epochal.schema.sql.Tables.DIRECTORY_USER;
import static dev.epochal.schema.sql.Tables.KEY_PACKAGE;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.partitionBy;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.when;

import com.google.protobuf.ByteString;
import dev.epochal.projections.read.StateReads.StoredClaim;
import dev.epochal.projections.read.StateReads.StoredClient;
import dev.epochal.projections.read.StateReads.StoredKeyPackage;
import dev.epochal.projections.read.StateReads.StoredUser;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.Identity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;

/// Puts the directory entries of users together from six queries: users, clients, their keys, KeyPackages, newest
/// claims, newest events.
final class UserStates {
    private final Map<Identity, List<ByteString>> keys = new HashMap<>();
    private final Map<String, List<StoredClient>> clients = new HashMap<>();
    private final Map<String, List<StoredKeyPackage>> keyPackages = new HashMap<>();
    private final Map<String, List<StoredClaim>> claims = new HashMap<>();
    private final Map<String, List<ByteString>> recent = new HashMap<>();

    private UserStates() {}

    /// How far back an entry reaches.
    ///
    /// @param recent how many events
    /// @param claims how many claims
    record Depth(int recent, int claims) {}

    static Map<String, StoredUser> load(DSLContext sql, Collection<String> users, Depth depth) {
        var states = new UserStates();
        states.loadKeys(sql, users);
        states.loadClients(sql, users);
        states.loadKeyPackages(sql, users, depth.recent());
        states.loadClaims(sql, users, depth.claims());
        states.loadRecent(sql, users, depth.recent());
        return states.loadUsers(sql, users);
    }

    private void loadKeys(DSLContext sql, Collection<String> users) {
        sql.selectFrom(CLIENT_KEY)
                .where(CLIENT_KEY.USER_ID.in(users))
                .orderBy(CLIENT_KEY.USER_ID, CLIENT_KEY.CLIENT_ID, CLIENT_KEY.KEY_INDEX)
                .forEach(row -> keys.computeIfAbsent(
                                Identities.of(row.getUserId(), row.getClientId()), _ -> new ArrayList<>())
                        .add(Octets.of(row.getSignatureKey())));
    }

    private void loadClients(DSLContext sql, Collection<String> users) {
        sql.selectFrom(DIRECTORY_CLIENT)
                .where(DIRECTORY_CLIENT.USER_ID.in(users))
                .forEach(row -> clients.computeIfAbsent(row.getUserId(), _ -> new ArrayList<>())
                        .add(new StoredClient(
                                row.getClientId(),
                                keys.getOrDefault(Identities.of(row.getUserId(), row.getClientId()), List.of()),
                                row.getRemoved())));
    }

    /// The bytes of a KeyPackage that is gone are only needed to answer a claim again.
    private void loadKeyPackages(DSLContext sql, Collection<String> users, int recentMax) {
        Condition inStock = KEY_PACKAGE
                .ENDED_SEQ
                .isNull()
                .and(KEY_PACKAGE.CLAIMED_SEQ.isNull().or(KEY_PACKAGE.LAST_RESORT));
        Field<byte[]> bytes = when(
                inStock.or(KEY_PACKAGE.CLAIMED_SEQ.gt(DIRECTORY_USER.SEQ.minus((long) recentMax))),
                KEY_PACKAGE.KEY_PACKAGE_);
        sql.select(
                        KEY_PACKAGE.USER_ID,
                        KEY_PACKAGE.REF,
                        KEY_PACKAGE.INIT_KEY,
                        KEY_PACKAGE.ENCRYPTION_KEY,
                        KEY_PACKAGE.CLIENT_ID,
                        when(inStock, true).otherwise(false),
                        bytes)
                .from(KEY_PACKAGE)
                .join(DIRECTORY_USER)
                .on(DIRECTORY_USER.USER_ID.eq(KEY_PACKAGE.USER_ID))
                .where(DIRECTORY_USER.USER_ID.in(users))
                .orderBy(KEY_PACKAGE.USER_ID, KEY_PACKAGE.PUBLISHED_SEQ, KEY_PACKAGE.PUBLISHED_INDEX)
                .forEach(row -> keyPackages
                        .computeIfAbsent(row.value1(), _ -> new ArrayList<>())
                        .add(new StoredKeyPackage(
                                Octets.of(row.value2()),
                                Octets.of(row.value3()),
                                Octets.of(row.value4()),
                                row.value5(),
                                row.value6(),
                                row.value7() == null ? ByteString.EMPTY : Octets.of(row.value7()))));
    }

    /// One query, however many users there are: the newest of each are numbered from 1.
    private void loadClaims(DSLContext sql, Collection<String> users, int claimsMax) {
        Field<Integer> newest = field(name("newest"), Integer.class);
        var ranked = sql.select(
                        DIRECTORY_EVENT.USER_ID,
                        DIRECTORY_EVENT.SEQ,
                        DIRECTORY_EVENT.ACCEPTED_AT,
                        DIRECTORY_EVENT.BY_USER,
                        rowNumber()
                                .over(partitionBy(DIRECTORY_EVENT.USER_ID).orderBy(DIRECTORY_EVENT.SEQ.desc()))
                                .as(newest))
                .from(DIRECTORY_EVENT)
                .where(DIRECTORY_EVENT.USER_ID.in(users))
                .and(DIRECTORY_EVENT.KIND.eq(inline(DirectoryEvent.KEY_PACKAGES_CLAIMED_FIELD_NUMBER)));
        Table<?> claimed = ranked.asTable(DIRECTORY_EVENT.getUnqualifiedName());
        sql.select(DIRECTORY_EVENT.USER_ID, DIRECTORY_EVENT.ACCEPTED_AT, DIRECTORY_EVENT.BY_USER)
                .from(claimed)
                .where(newest.le(claimsMax))
                .orderBy(DIRECTORY_EVENT.USER_ID, DIRECTORY_EVENT.SEQ)
                .forEach(row -> claims.computeIfAbsent(row.value1(), _ -> new ArrayList<>())
                        .add(new StoredClaim(row.value2(), row.value3())));
    }

    /// seq is dense, so the newest events are a range of the primary key.
    private void loadRecent(DSLContext sql, Collection<String> users, int recentMax) {
        sql.select(DIRECTORY_EVENT.USER_ID, DIRECTORY_EVENT.RECORD)
                .from(DIRECTORY_EVENT)
                .join(DIRECTORY_USER)
                .on(DIRECTORY_USER.USER_ID.eq(DIRECTORY_EVENT.USER_ID))
                .where(DIRECTORY_USER.USER_ID.in(users))
                .and(DIRECTORY_EVENT.SEQ.gt(DIRECTORY_USER.SEQ.minus((long) recentMax)))
                .orderBy(DIRECTORY_EVENT.USER_ID, DIRECTORY_EVENT.SEQ)
                .forEach(row -> recent.computeIfAbsent(row.value1(), _ -> new ArrayList<>())
                        .add(Octets.of(row.value2())));
    }

    private Map<String, StoredUser> loadUsers(DSLContext sql, Collection<String> users) {
        var loaded = new HashMap<String, StoredUser>();
        sql.selectFrom(DIRECTORY_USER)
                .where(DIRECTORY_USER.USER_ID.in(users))
                .forEach(row -> loaded.put(row.getUserId(), user(row.getUserId(), row.getSeq())));
        return loaded;
    }

    private StoredUser user(String user, long seq) {
        return new StoredUser(
                user,
                seq,
                clients.getOrDefault(user, List.of()),
                keyPackages.getOrDefault(user, List.of()),
                claims.getOrDefault(user, List.of()),
                recent.getOrDefault(user, List.of()));
    }
}
