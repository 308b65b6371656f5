package dev.epochal.processor.log;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.schema.log.RecordSeal;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Reads commands from records, and tells those that no api can have written.
///
/// @param <C> a command
final class CommandReader<C> {
    private final Ledger<C, ?, ?> ledger;

    CommandReader(Ledger<C, ?, ?> ledger) {
        this.ledger = ledger;
    }

    Received<C> read(ConsumerRecord<byte[], byte[]> source) {
        byte @Nullable [] key = source.key();
        byte @Nullable [] value = source.value();
        if (key == null || value == null) {
            return foreign(source, "it has no key or no value");
        }
        if (!RecordSeal.matches(seal(source), ledger.commands(), key, value)) {
            return foreign(source, "its seal is missing or is that of other bytes");
        }
        try {
            C body = ledger.parse(value);
            Submission submission = ledger.submission(body);
            ByteString partitionKey = ByteString.copyFrom(key);
            if (!ledger.key(body).equals(partitionKey)) {
                return new Received.Foreign<>(
                        source, "its key isn't the one that the command names", Optional.of(submission));
            }
            return new Received.Command<>(source, partitionKey, body, submission);
        } catch (InvalidProtocolBufferException e) {
            return foreign(source, "its value isn't a command: " + e.getMessage());
        }
    }

    private Received<C> foreign(ConsumerRecord<byte[], byte[]> source, String reason) {
        return new Received.Foreign<>(source, reason, Optional.empty());
    }

    private static byte @Nullable [] seal(ConsumerRecord<byte[], byte[]> source) {
        var header = source.headers().lastHeader(RecordSeal.HEADER);
        return header == null ? null : header.value();
    }
}
