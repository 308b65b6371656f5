package dev.epochal.simulation.world;

import dev.epochal.schema.log.RecordSeal;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.Verdict;
import dev.epochal.simulation.broker.LogRecord;
import dev.epochal.simulation.time.Reply;
import java.util.Optional;

/// What an api instance does between a client and the log: it appends the command, and waits for the verdict.
final class Api {
    private static final long PATIENCE_NANOS = 8 * Parts.SECOND;
    private static final long REQUEST_NANOS = 300 * Parts.MILLI;
    private static final int ATTEMPTS = 3;

    private final Parts parts;

    Api(Parts parts) {
        this.parts = parts;
    }

    /// The verdict; empty if none came in time.
    Optional<Verdict> submit(GroupCommand command) {
        Reply<Verdict> verdict = parts.verdicts().of(command.getSubmissionId());
        append(command);
        parts.schedule().await(verdict, PATIENCE_NANOS);
        return verdict.isDone() ? Optional.of(verdict.value()) : Optional.empty();
    }

    /// The producer sends until it hears of it; the broker takes the record once.
    private void append(GroupCommand command) {
        byte[] key = command.getGroupId().toByteArray();
        byte[] value = command.toByteArray();
        var content = new LogRecord(key, value, RecordSeal.of(Topic.GROUP_COMMANDS, key, value));
        var partition = parts.layout().commands(command.getGroupId());
        var taken = new Reply<Long>();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var reply = parts.network().send(() -> {
                if (!taken.isDone()) {
                    taken.complete(parts.broker().append(partition, content));
                }
                return taken.value();
            });
            if (parts.schedule().await(reply, REQUEST_NANOS)) {
                return;
            }
        }
    }
}
