package dev.epochal.simulation.world;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.schema.record.Verdict;
import dev.epochal.simulation.broker.PartitionLog;
import dev.epochal.simulation.time.Reply;
import java.util.HashMap;
import java.util.Map;

/// What an api instance does with verdicts: it reads them in the order of their partition and wakes up who waits.
final class VerdictBoard {
    private final PartitionLog log;
    private final boolean early;
    private final Map<ByteString, Reply<Verdict>> waiting = new HashMap<>();
    private long position;
    private long decided;

    /// @param early whether verdicts are read before their transaction is ended
    VerdictBoard(PartitionLog log, boolean early) {
        this.log = log;
        this.early = early;
        log.onChange(this::read);
    }

    Reply<Verdict> of(ByteString submissionId) {
        return waiting.computeIfAbsent(submissionId, _ -> new Reply<>());
    }

    /// How many commands have a verdict that readers see.
    long decided() {
        return decided;
    }

    private void read() {
        var read = early ? log.readUnended(position) : log.read(position, Integer.MAX_VALUE);
        position = early ? log.end() : Math.max(position, log.lastStable());
        for (var each : read) {
            var verdict = verdict(each);
            var reply = of(verdict.getSubmissionId());
            decided += reply.isDone() ? 0 : 1;
            reply.complete(verdict);
        }
    }

    static Verdict verdict(PartitionLog.Read read) {
        try {
            return Verdict.parseFrom(read.content().value());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("No verdict stands at offset " + read.offset(), e);
        }
    }
}
