package dev.epochal.projections.project;

import static dev.epochal.schema.sql.Tables.SUBMISSION;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.projections.database.Sql;
import dev.epochal.projections.database.TestDatabase;
import dev.epochal.projections.read.ReadModel;
import dev.epochal.schema.record.GroupReceipt;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.Verdict;
import java.nio.ByteBuffer;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class VerdictProjectionIT {
    private final DataSource dataSource = TestDatabase.empty();
    private final DSLContext sql = Sql.over(dataSource);
    private final Replay<Verdict> replay = Replay.verdicts(dataSource);

    @Test
    void an_outcome_can_be_asked_for_by_its_submission() {
        var id = UUID.randomUUID();
        Verdict accepted = verdict(id, 5)
                .setGroupReceipt(GroupReceipt.newBuilder().setSeq(3))
                .build();
        replay.with(accepted).project(1);
        assertThat(new ReadModel(dataSource).verdict(id)).contains(accepted);
        assertThat(new ReadModel(dataSource).verdict(UUID.randomUUID())).isEmpty();
    }

    @Test
    void the_first_verdict_on_a_submission_stays() {
        var id = UUID.randomUUID();
        Verdict first = verdict(id, 5).setRefusal(Refusal.newBuilder()).build();
        Verdict second =
                verdict(id, 6).setGroupReceipt(GroupReceipt.newBuilder()).build();
        replay.with(first, second).project(10);
        assertThat(new ReadModel(dataSource).verdict(id)).contains(first);
    }

    @Test
    void old_verdicts_are_forgotten() {
        Verdict old =
                verdict(UUID.randomUUID(), 5).setRefusal(Refusal.newBuilder()).build();
        Verdict young =
                verdict(UUID.randomUUID(), 6).setRefusal(Refusal.newBuilder()).build();
        replay.with(old, young).project(10);
        assertThat(VerdictProjection.sweep(sql, 6)).isEqualTo(1);
        assertThat(sql.fetchSingle(SUBMISSION).getRecord()).isEqualTo(young.toByteArray());
    }

    private static Verdict.Builder verdict(UUID id, long decidedAt) {
        ByteBuffer octets = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .flip();
        return Verdict.newBuilder()
                .setSubmissionId(ByteString.copyFrom(octets))
                .setSubmittedBy(History.ALICE)
                .setDecidedAtMs(decidedAt);
    }
}
