package dev.epochal.projections.project;

import static dev.epochal.schema.sql.Tables.SUBMISSION;

import com.google.protobuf.ByteString;
import com.google.protobuf.Parser;
import dev.epochal.projections.database.Sql;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.Verdict;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;

/// Verdicts become the outcomes that a client can ask for when its answer got lost.
final class VerdictProjection implements Projection<Verdict> {
    private static final String INSERT =
            Sql.text(sql -> Placeholders.insert(sql, SUBMISSION).onConflictDoNothing());
    private static final int SUBMISSION_ID_BYTES = 16;

    @Override
    public Topic topic() {
        return Topic.VERDICTS;
    }

    @Override
    public Parser<Verdict> parser() {
        return Verdict.parser();
    }

    @Override
    public ByteString key(Verdict verdict) {
        return verdict.getSubmissionId();
    }

    @Override
    public boolean isKnown(Verdict verdict) {
        return verdict.getOutcomeCase() != Verdict.OutcomeCase.OUTCOME_NOT_SET
                && verdict.getSubmissionId().size() == SUBMISSION_ID_BYTES;
    }

    /// There is one verdict for each submission, so the first one stays.
    @Override
    public Outcome write(DSLContext sql, int partition, List<Entry<Verdict>> entries) {
        var outcome = new Outcome();
        var rows = new Rows();
        for (Entry<Verdict> entry : entries) {
            Verdict verdict = entry.value();
            rows.add(
                    submissionId(verdict.getSubmissionId()),
                    verdict.getSubmittedBy().getUser(),
                    verdict.getSubmittedBy().getClient(),
                    verdict.getDecidedAtMs(),
                    entry.octets().toByteArray());
            outcome.clientChanged(verdict.getSubmittedBy());
        }
        rows.send(sql, INSERT);
        return outcome;
    }

    /// Forgets the verdicts that were decided before `decidedBefore`, in milliseconds since 1970.
    static int sweep(DSLContext sql, long decidedBefore) {
        return sql.deleteFrom(SUBMISSION)
                .where(SUBMISSION.DECIDED_AT.lt(decidedBefore))
                .execute();
    }

    private static UUID submissionId(ByteString octets) {
        var buffer = octets.asReadOnlyByteBuffer();
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
