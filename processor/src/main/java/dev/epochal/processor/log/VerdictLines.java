package dev.epochal.processor.log;

import dev.epochal.schema.log.Trail;
import dev.epochal.schema.record.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A line in the log for each verdict, once it is certain. None tells an id of a user, a client or a group.
final class VerdictLines {
    private static final Logger LOG = LoggerFactory.getLogger("dev.epochal.processor.verdict");

    private VerdictLines() {}

    /// Tells what became of commands.
    ///
    /// @param outcomes one for each of the records, in order
    static void tell(List<ConsumerRecord<byte[], byte[]>> commands, List<Outcome> outcomes) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        for (int i = 0; i < outcomes.size(); i++) {
            tell(commands.get(i), outcomes.get(i));
        }
    }

    private static void tell(ConsumerRecord<byte[], byte[]> command, Outcome outcome) {
        var header = command.headers().lastHeader(Trail.HEADER);
        var line = LOG.atInfo()
                .addKeyValue("outcome", word(outcome))
                .addKeyValue("topic", command.topic())
                .addKeyValue("partition", command.partition())
                .addKeyValue("offset", command.offset());
        if (outcome.answer().isPresent()) {
            var verdict = outcome.answer().get().verdict();
            line = line.addKeyValue("submission", submission(verdict));
            if (verdict.hasRefusal()) {
                line = line.addKeyValue("reason", reason(verdict))
                        .addKeyValue("check", verdict.getRefusal().getCheckId());
            }
        }
        line.addKeyValue("correlationId", Trail.read(header == null ? null : header.value()))
                .log("verdict");
    }

    static String word(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted _ -> "accepted";
            case Outcome.Repeated _ -> "repeated";
            case Outcome.Refused _ -> "refused";
            case Outcome.Parked _ -> "parked";
            case Outcome.Skipped _ -> "skipped";
        };
    }

    private static String reason(Verdict verdict) {
        return verdict.getRefusal()
                .getReasonCase()
                .name()
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }

    private static String submission(Verdict verdict) {
        var octets = verdict.getSubmissionId().asReadOnlyByteBuffer();
        return octets.remaining() == 2 * Long.BYTES ? new UUID(octets.getLong(), octets.getLong()).toString() : "";
    }
}
