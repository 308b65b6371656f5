package dev.epochal.projections.checkpoint;

import static dev.epochal.schema.sql.Tables.CHECKPOINT;

import com.google.protobuf.ByteString;
import dev.epochal.projections.database.Sql;
import dev.epochal.schema.history.CompactRange;
import java.util.Optional;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record;

/// What was signed of each log, in a row each. Safe for use by several threads and programs.
public final class SignedLogRows implements SignedLogs {
    private final DSLContext sql;

    /// The rows of this database.
    public SignedLogRows(DataSource dataSource) {
        this.sql = Sql.over(dataSource);
    }

    @Override
    public Optional<SignedLog> read(ByteString logId) {
        return sql.selectFrom(CHECKPOINT)
                .where(CHECKPOINT.LOG_ID.eq(logId.toByteArray()))
                .fetchOptional(SignedLogRows::signed);
    }

    private static SignedLog signed(Record row) {
        return new SignedLog(
                ByteString.copyFrom(row.get(CHECKPOINT.LOG_ID)),
                ByteString.copyFrom(row.get(CHECKPOINT.GROUP_ID)),
                ByteString.copyFrom(row.get(CHECKPOINT.HEAD)),
                CompactRange.parse(row.get(CHECKPOINT.TREE_SIZE), ByteString.copyFrom(row.get(CHECKPOINT.SUBTREES))),
                row.get(CHECKPOINT.NOTE),
                row.get(CHECKPOINT.SIGNED_AT));
    }

    @Override
    public boolean replace(Optional<SignedLog> expected, SignedLog next) {
        return expected.map(before -> update(before, next)).orElseGet(() -> insert(next));
    }

    private boolean insert(SignedLog next) {
        return sql.insertInto(CHECKPOINT)
                        .set(CHECKPOINT.LOG_ID, next.logId().toByteArray())
                        .set(CHECKPOINT.GROUP_ID, next.groupId().toByteArray())
                        .set(CHECKPOINT.TREE_SIZE, next.range().size())
                        .set(CHECKPOINT.HEAD, next.head().toByteArray())
                        .set(CHECKPOINT.SUBTREES, next.range().bytes().toByteArray())
                        .set(CHECKPOINT.NOTE, next.note())
                        .set(CHECKPOINT.SIGNED_AT, next.signedAtMs())
                        .onConflictDoNothing()
                        .execute()
                == 1;
    }

    private boolean update(SignedLog before, SignedLog next) {
        return sql.update(CHECKPOINT)
                        .set(CHECKPOINT.TREE_SIZE, next.range().size())
                        .set(CHECKPOINT.HEAD, next.head().toByteArray())
                        .set(CHECKPOINT.SUBTREES, next.range().bytes().toByteArray())
                        .set(CHECKPOINT.NOTE, next.note())
                        .set(CHECKPOINT.SIGNED_AT, next.signedAtMs())
                        .where(CHECKPOINT.LOG_ID.eq(before.logId().toByteArray()))
                        .and(CHECKPOINT.TREE_SIZE.eq(before.range().size()))
                        .and(CHECKPOINT.NOTE.eq(before.note()))
                        .execute()
                == 1;
    }
}
