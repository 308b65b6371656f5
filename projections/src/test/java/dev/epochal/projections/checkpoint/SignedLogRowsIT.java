package dev.epochal.projections.checkpoint;

import static dev.epochal.projections.project.History.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.projections.database.TestDatabase;
import dev.epochal.projections.project.History;
import dev.epochal.projections.project.Replay;
import dev.epochal.projections.read.Checkpoints.Signed;
import dev.epochal.projections.read.HistoryTree;
import dev.epochal.projections.read.ReadModel;
import dev.epochal.schema.history.NoteSigner;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// The signer over a real database.
@DisplayNameGeneration(ReplaceUnderscores.class)
class SignedLogRowsIT {
    private static final LogKeys KEYS = new LogKeys("chat.example", List.of(NoteSigner.of(History.octets32("a key"))));

    private final DataSource dataSource = TestDatabase.empty();
    private final ReadModel reads = new ReadModel(dataSource);
    private final SignedLogRows rows = new SignedLogRows(dataSource);
    private final History history = new History("group", Replay.PARTITION);
    private long now = 1_000_000;

    private Signed signed() {
        now += 1_000;
        var signer = new CheckpointSigner(KEYS, reads, rows, () -> Instant.ofEpochMilli(now));
        return (Signed) signer.newest(history.groupId());
    }

    @Test
    void what_was_signed_is_kept_and_gone_on_from() {
        var replay = Replay.groups(dataSource);
        var created = history.created(ALICE);
        replay.with(created, history.said("one"), history.said("two")).project(10);
        var first = signed();
        var row = rows.read(created.getHeader().getLogId()).orElseThrow();
        assertThat(row.note()).isEqualTo(first.note());
        assertThat(row.range()).isEqualTo(HistoryTree.first(reads, history.groupId(), 3));
        replay.with(history.said("three"), history.said("four")).project(10);
        var second = signed();
        assertThat(second.checkpoint().head().size()).isEqualTo(5);
        assertThat(second.checkpoint().head().root())
                .isEqualTo(HistoryTree.of(reads, history.groupId()).root(5));
    }

    @Test
    void a_row_is_replaced_only_as_it_was_read() {
        Replay.groups(dataSource).with(history.created(ALICE)).project(10);
        signed();
        var logId = reads.events(history.groupId(), 0, 1).getFirst().getHeader().getLogId();
        var row = rows.read(logId).orElseThrow();
        var next = new SignedLog(logId, row.groupId(), row.head(), row.range(), "a note", now);
        assertThat(rows.replace(Optional.empty(), next)).isFalse();
        assertThat(rows.replace(Optional.of(next), next)).isFalse();
        assertThat(rows.replace(Optional.of(row), next)).isTrue();
        assertThat(rows.replace(Optional.of(row), row)).isFalse();
        assertThat(rows.read(logId)).contains(next);
    }
}
