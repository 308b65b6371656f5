package dev.epochal.processor.log;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.Position;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A record of a commands topic after its seal, its form and its key were checked.
///
/// @param <C> a command
sealed interface Received<C> {
    /// The record as it was read.
    ConsumerRecord<byte[], byte[]> source();

    /// Where the record stands.
    default Position position() {
        return Position.newBuilder()
                .setPartition(source().partition())
                .setOffset(source().offset())
                .build();
    }

    /// A command that can be decided.
    record Command<C>(ConsumerRecord<byte[], byte[]> source, ByteString key, C body, Submission submission)
            implements Received<C> {}

    /// Something that doesn't belong there. It is put aside and never repaired.
    ///
    /// @param reason what is wrong with it
    /// @param submission whom to answer, if that much can be told
    record Foreign<C>(ConsumerRecord<byte[], byte[]> source, String reason, Optional<Submission> submission)
            implements Received<C> {}
}
