package dev.epochal.processor.log;

import com.google.protobuf.ByteString;
import dev.epochal.schema.log.RecordSeal;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.SubmitMessage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/// Commands for a [TallyLedger].
final class Commands {
    private Commands() {}

    /// A command whose submission id and digest are its name.
    static GroupCommand command(String group, String name, String message) {
        return GroupCommand.newBuilder()
                .setGroupId(ByteString.copyFromUtf8(group))
                .setSubmissionId(ByteString.copyFromUtf8(name))
                .setBodyDigest(ByteString.copyFromUtf8(name))
                .setIdempotencyKey(ByteString.copyFromUtf8(name))
                .setVerdictPartition(1)
                .setSubmitMessage(SubmitMessage.newBuilder().setMessage(ByteString.copyFromUtf8(message)))
                .build();
    }

    static GroupCommand command(String group, String name) {
        return command(group, name, "message " + name);
    }

    /// The command as a record of partition 0.
    static ConsumerRecord<byte[], byte[]> at(long offset, GroupCommand command) {
        byte[] key = command.getGroupId().toByteArray();
        byte[] value = command.toByteArray();
        var headers = new RecordHeaders();
        headers.add(RecordSeal.HEADER, RecordSeal.of(Topic.GROUP_COMMANDS, key, value));
        return at(offset, key, value, headers);
    }

    /// A record whose seal doesn't matter.
    static ConsumerRecord<byte[], byte[]> at(long offset, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return at(offset, bytes, bytes, new RecordHeaders());
    }

    private static ConsumerRecord<byte[], byte[]> at(long offset, byte[] key, byte[] value, RecordHeaders headers) {
        return new ConsumerRecord<>(
                Topic.GROUP_COMMANDS.topicName(),
                0,
                offset,
                1_000L + offset,
                TimestampType.LOG_APPEND_TIME,
                key.length,
                value.length,
                key,
                value,
                headers,
                Optional.empty());
    }
}
