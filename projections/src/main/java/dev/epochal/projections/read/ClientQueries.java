package dev.epochal.projections.read;

import static dev.epochal.schema.sql.Tables.KEY_PACKAGE;
import static dev.epochal.schema.sql.Tables.SUBMISSION;
import static dev.epochal.schema.sql.Tables.WELCOME;
import static dev.epochal.schema.sql.Tables.WELCOME_ACKNOWLEDGEMENT;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;

/// What is asked of one client, as queries.
final class ClientQueries implements ClientReads {
    /// Stands for user and client of a Welcome whose group hides whom it adds.
    private static final String HIDDEN = "";

    private final DSLContext sql;

    ClientQueries(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public List<WelcomeRow> welcomes(Identity identity, int limit) {
        return sql.select(
                        WELCOME.WELCOME_ID,
                        WELCOME.GROUP_ID,
                        WELCOME.SEQ,
                        WELCOME.EPOCH,
                        WELCOME.KEY_PACKAGE_REF,
                        WELCOME.WELCOME_)
                .from(WELCOME)
                .where(isFor(identity).or(isForKeyPackageOf(identity)))
                .and(notExists(selectOne()
                        .from(WELCOME_ACKNOWLEDGEMENT)
                        .where(WELCOME_ACKNOWLEDGEMENT.WELCOME_ID.eq(WELCOME.WELCOME_ID))
                        .and(WELCOME_ACKNOWLEDGEMENT.USER_ID.eq(identity.getUser()))))
                .orderBy(WELCOME.ACCEPTED_AT, WELCOME.GROUP_ID, WELCOME.SEQ, WELCOME.WELCOME_ID)
                .limit(limit)
                .fetch(row -> new WelcomeRow(
                        Octets.of(row.value1()),
                        Octets.of(row.value2()),
                        row.value3(),
                        row.value4(),
                        Octets.of(row.value5()),
                        Octets.of(row.value6())));
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

    private static Condition keyPackageIsOf(Identity identity) {
        return KEY_PACKAGE.USER_ID.eq(identity.getUser()).and(KEY_PACKAGE.CLIENT_ID.eq(identity.getClient()));
    }

    @Override
    public List<KeyPackageCount> keyPackageCounts(Identity identity, long nowSeconds) {
        return sql.select(KEY_PACKAGE.CIPHER_SUITE, count())
                .from(KEY_PACKAGE)
                .where(keyPackageIsOf(identity))
                .and(KEY_PACKAGE.CLAIMED_SEQ.isNull())
                .and(Unsigned.atLeast(KEY_PACKAGE.NOT_AFTER, nowSeconds))
                .groupBy(KEY_PACKAGE.CIPHER_SUITE)
                .orderBy(KEY_PACKAGE.CIPHER_SUITE)
                .fetch(row -> new KeyPackageCount(row.value1(), row.value2()));
    }

    @Override
    public Optional<Verdict> verdict(UUID submissionId) {
        return sql.select(SUBMISSION.RECORD)
                .from(SUBMISSION)
                .where(SUBMISSION.SUBMISSION_ID.eq(submissionId))
                .fetchOptional(row -> Octets.record(Verdict.parser(), row.value1()));
    }
}
