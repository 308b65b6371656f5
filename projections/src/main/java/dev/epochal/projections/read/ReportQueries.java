package dev.epochal.projections.read;

import static dev.epochal.schema.sql.Tables.COMMIT_REPORT;
import static dev.epochal.schema.sql.Tables.GROUP_STAY;

import com.google.protobuf.ByteString;
import dev.epochal.schema.sql.tables.CommitReport;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.impl.DSL;

/// What is asked of reports, as queries.
final class ReportQueries implements ReportReads {
    private static final int DOUBTFUL_MAX = 16;
    private static final List<SelectField<?>> COLUMNS = List.of(
            COMMIT_REPORT.LEAF_INDEX,
            GROUP_STAY.USER_ID,
            GROUP_STAY.CLIENT_ID,
            GROUP_STAY.FROM_EPOCH,
            GROUP_STAY.TO_SEQ,
            COMMIT_REPORT.EPOCH,
            COMMIT_REPORT.SEQ,
            COMMIT_REPORT.APPLIED,
            COMMIT_REPORT.CONFIRMED_TRANSCRIPT_HASH,
            COMMIT_REPORT.AUTHENTICATOR_HASH);

    private final DSLContext sql;

    ReportQueries(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public List<MemberReport> reports(ByteString groupId, long epoch) {
        Condition ofGroup = COMMIT_REPORT.GROUP_ID.eq(groupId.toByteArray());
        var reports = new ArrayList<>(sql.select(COLUMNS)
                .from(COMMIT_REPORT)
                .join(GROUP_STAY)
                .on(isOfReporter())
                .where(ofGroup)
                .and(COMMIT_REPORT.EPOCH.eq(epoch))
                .orderBy(COMMIT_REPORT.SEQ)
                .fetch(ReportQueries::report));
        reports.addAll(sql.select(COLUMNS)
                .distinctOn(COMMIT_REPORT.LEAF_INDEX, GROUP_STAY.FROM_EPOCH)
                .from(COMMIT_REPORT)
                .join(GROUP_STAY)
                .on(isOfReporter())
                .where(ofGroup)
                .and(COMMIT_REPORT.EPOCH.gt(epoch))
                .and(COMMIT_REPORT.APPLIED.eq(true))
                .orderBy(COMMIT_REPORT.LEAF_INDEX, GROUP_STAY.FROM_EPOCH, COMMIT_REPORT.EPOCH)
                .fetch(ReportQueries::report));
        return reports;
    }

    /// The stay of the member who had the leaf when it reported.
    private static Condition isOfReporter() {
        return GROUP_STAY
                .GROUP_ID
                .eq(COMMIT_REPORT.GROUP_ID)
                .and(GROUP_STAY.LEAF_INDEX.eq(COMMIT_REPORT.LEAF_INDEX))
                .and(GROUP_STAY.FROM_SEQ.lt(COMMIT_REPORT.SEQ))
                .and(GROUP_STAY.TO_SEQ.isNull().or(GROUP_STAY.TO_SEQ.gt(COMMIT_REPORT.SEQ)));
    }

    private static MemberReport report(Record row) {
        return new MemberReport(
                row.get(COMMIT_REPORT.LEAF_INDEX),
                Identities.of(row.get(GROUP_STAY.USER_ID), row.get(GROUP_STAY.CLIENT_ID)),
                row.get(GROUP_STAY.FROM_EPOCH),
                row.get(GROUP_STAY.TO_SEQ) == null,
                row.get(COMMIT_REPORT.EPOCH),
                row.get(COMMIT_REPORT.SEQ),
                row.get(COMMIT_REPORT.APPLIED),
                Octets.of(row.get(COMMIT_REPORT.CONFIRMED_TRANSCRIPT_HASH)),
                Octets.of(row.get(COMMIT_REPORT.AUTHENTICATOR_HASH)));
    }

    @Override
    public List<Long> doubtfulEpochs(ByteString groupId) {
        CommitReport later = COMMIT_REPORT.as("later");
        Condition caughtUp = DSL.exists(DSL.selectOne()
                .from(later)
                .where(later.GROUP_ID.eq(COMMIT_REPORT.GROUP_ID))
                .and(later.LEAF_INDEX.eq(COMMIT_REPORT.LEAF_INDEX))
                .and(later.EPOCH.gt(COMMIT_REPORT.EPOCH))
                .and(later.APPLIED.eq(true)));
        return sql.selectDistinct(COMMIT_REPORT.EPOCH)
                .from(COMMIT_REPORT)
                .join(GROUP_STAY)
                .on(isOfReporter())
                .where(COMMIT_REPORT.GROUP_ID.eq(groupId.toByteArray()))
                .and(COMMIT_REPORT.APPLIED.eq(DSL.inline(false)))
                .and(GROUP_STAY.TO_SEQ.isNull())
                .and(GROUP_STAY.FROM_EPOCH.le(COMMIT_REPORT.EPOCH))
                .and(DSL.not(caughtUp))
                .orderBy(COMMIT_REPORT.EPOCH.desc())
                .limit(DOUBTFUL_MAX)
                .fetch(COMMIT_REPORT.EPOCH);
    }
}
