package dev.epochal.processor.log;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.DeadLetter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;

/// Puts commands aside that the core failed on, and records that don't belong where they stand.
final class DeadLetters {
    private static final int TRACE_CHARS_MAX = 16_384;

    private final String topic;
    private final int bytesMax;

    /// @param bytesMax how large the value of a dead letter may be
    DeadLetters(String topic, int bytesMax) {
        this.topic = topic;
        this.bytesMax = bytesMax;
    }

    /// A command that made the core throw.
    Outcome.Parked failed(Received.Command<?> command, Throwable thrown) {
        var trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return park(command, Optional.of(command.submission()), trace.toString());
    }

    /// A record that doesn't belong there.
    Outcome.Parked foreign(Received.Foreign<?> foreign) {
        return park(foreign, foreign.submission(), "Not decided: " + foreign.reason());
    }

    private Outcome.Parked park(Received<?> received, Optional<Submission> submission, String trace) {
        String id = id(received);
        var letter = DeadLetter.newBuilder()
                .setId(id)
                .setTopic(topic)
                .setPosition(received.position())
                .setStackTrace(trace.substring(0, Math.min(trace.length(), TRACE_CHARS_MAX)));
        byte[] value = received.source().value();
        // A command that leaves no room for the letter around it is still found at its position.
        if (value != null && value.length + letter.build().getSerializedSize() < bytesMax) {
            letter.setCommand(ByteString.copyFrom(value));
        }
        byte[] key = received.source().key();
        return new Outcome.Parked(
                key == null ? ByteString.EMPTY : ByteString.copyFrom(key),
                letter.build(),
                submission.map(s -> new Outcome.Answer(
                        Verdicts.fault(s, received.source().timestamp(), id), s.verdictPartition())));
    }

    /// The same for each attempt, and it says where the command stands.
    private String id(Received<?> received) {
        return topic + "-" + received.source().partition() + "-"
                + received.source().offset();
    }
}
