package dev.epochal.projections.read;

import static dev.epochal.schema.sql.Tables.SUBMISSION;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/// What is asked of one client, as queries.
final class ClientQueries implements ClientReads {
    private final DSLContext sql;
    private final WelcomeQueries welcomes;

    ClientQueries(DSLContext sql) {
        this.sql = sql;
        this.welcomes = new WelcomeQueries(sql);
    }

    @Override
    public List<WelcomeRow> welcomes(Identity identity, int limit) {
        return welcomes.waiting(identity, limit);
    }

    @Override
    public Optional<WelcomeRow> welcome(Identity identity, ByteString welcomeId) {
        return welcomes.byId(identity, welcomeId);
    }

    @Override
    public Optional<WelcomeRow> welcome(Identity identity, ByteString groupId, long seq) {
        return welcomes.at(identity, groupId, seq);
    }

    @Override
    public Optional<Verdict> verdict(UUID submissionId) {
        return sql.select(SUBMISSION.RECORD)
                .from(SUBMISSION)
                .where(SUBMISSION.SUBMISSION_ID.eq(submissionId))
                .fetchOptional(row -> Octets.record(Verdict.parser(), row.value1()));
    }
}
