package dev.epochal.projections.read;

import static dev.epochal.schema.sql.Tables.DIRECTORY_EVENT;
import static dev.epochal.schema.sql.Tables.DIRECTORY_USER;
import static dev.epochal.schema.sql.Tables.KEY_PACKAGE;

import dev.epochal.projections.read.StateReads.StoredDirectoryEvent;
import dev.epochal.projections.read.StateReads.StoredKeyPackage;
import dev.epochal.projections.read.StateReads.StoredUser;
import dev.epochal.schema.record.Identity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Record;

/// Puts the directory entries of users together from three queries: users, KeyPackages, newest events.
final class UserStates {
    private final Map<String, List<StoredKeyPackage>> keyPackages = new HashMap<>();
    private final Map<String, List<StoredDirectoryEvent>> recent = new HashMap<>();

    private UserStates() {}

    static Map<String, StoredUser> load(DSLContext sql, Collection<String> users, int recentMax) {
        var states = new UserStates();
        states.loadKeyPackages(sql, users);
        states.loadRecent(sql, users, recentMax);
        return states.loadUsers(sql, users);
    }

    private void loadKeyPackages(DSLContext sql, Collection<String> users) {
        sql.selectFrom(KEY_PACKAGE)
                .where(KEY_PACKAGE.USER_ID.in(users))
                .orderBy(KEY_PACKAGE.USER_ID, KEY_PACKAGE.PUBLISHED_SEQ, KEY_PACKAGE.PUBLISHED_INDEX)
                .forEach(row -> keyPackages
                        .computeIfAbsent(row.get(KEY_PACKAGE.USER_ID), user -> new ArrayList<>())
                        .add(keyPackage(row)));
    }

    private static StoredKeyPackage keyPackage(Record row) {
        boolean claimed = row.get(KEY_PACKAGE.CLAIMED_SEQ) != null;
        return new StoredKeyPackage(
                Octets.of(row.get(KEY_PACKAGE.REF)),
                row.get(KEY_PACKAGE.CLIENT_ID),
                row.get(KEY_PACKAGE.CIPHER_SUITE),
                row.get(KEY_PACKAGE.NOT_AFTER),
                Octets.of(row.get(KEY_PACKAGE.KEY_PACKAGE_)),
                claimed,
                claimed
                        ? Identities.of(row.get(KEY_PACKAGE.CLAIMED_BY_USER), row.get(KEY_PACKAGE.CLAIMED_BY_CLIENT))
                        : Identity.getDefaultInstance());
    }

    /// seq is dense, so the newest events are a range of the primary key.
    private void loadRecent(DSLContext sql, Collection<String> users, int recentMax) {
        sql.select(
                        DIRECTORY_EVENT.USER_ID,
                        DIRECTORY_EVENT.IDEMPOTENCY_KEY,
                        DIRECTORY_EVENT.BODY_DIGEST,
                        DIRECTORY_EVENT.RECORD)
                .from(DIRECTORY_EVENT)
                .join(DIRECTORY_USER)
                .on(DIRECTORY_USER.USER_ID.eq(DIRECTORY_EVENT.USER_ID))
                .where(DIRECTORY_USER.USER_ID.in(users))
                .and(DIRECTORY_EVENT.SEQ.gt(DIRECTORY_USER.SEQ.minus((long) recentMax)))
                .orderBy(DIRECTORY_EVENT.USER_ID, DIRECTORY_EVENT.SEQ)
                .forEach(row -> recent.computeIfAbsent(row.value1(), user -> new ArrayList<>())
                        .add(new StoredDirectoryEvent(
                                Octets.of(row.value2()), Octets.of(row.value3()), Octets.of(row.value4()))));
    }

    private Map<String, StoredUser> loadUsers(DSLContext sql, Collection<String> users) {
        var loaded = new HashMap<String, StoredUser>();
        sql.selectFrom(DIRECTORY_USER)
                .where(DIRECTORY_USER.USER_ID.in(users))
                .forEach(row -> loaded.put(
                        row.get(DIRECTORY_USER.USER_ID),
                        user(row.get(DIRECTORY_USER.USER_ID), row.get(DIRECTORY_USER.SEQ))));
        return loaded;
    }

    private StoredUser user(String user, long seq) {
        return new StoredUser(
                user, seq, keyPackages.getOrDefault(user, List.of()), recent.getOrDefault(user, List.of()));
    }
}
