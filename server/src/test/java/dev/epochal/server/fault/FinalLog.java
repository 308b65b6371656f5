package dev.epochal.server.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.schema.log.RecordSeal;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// All that stands on the log once everything is quiet, read past the program and its projections.
final class FinalLog {
    private static final Duration POLL_MAX = Duration.ofSeconds(1);

    private final Map<ByteString, List<GroupEvent>> groups = new HashMap<>();
    private final List<ByteString> commands = new ArrayList<>();
    private final Map<ByteString, Integer> verdicts = new HashMap<>();
    private final List<ByteString> claimed = new ArrayList<>();

    private FinalLog() {}

    static FinalLog read(Map<String, Object> connection) throws InvalidProtocolBufferException {
        var log = new FinalLog();
        for (var record : records(connection, Topic.GROUP_EVENTS)) {
            var event = GroupEvent.parseFrom(record.value());
            log.groups
                    .computeIfAbsent(event.getHeader().getGroupId(), _ -> new ArrayList<>())
                    .add(event);
        }
        for (var record : records(connection, Topic.GROUP_COMMANDS)) {
            log.commands.add(GroupCommand.parseFrom(record.value()).getSubmissionId());
        }
        for (var record : records(connection, Topic.VERDICTS)) {
            log.verdicts.merge(Verdict.parseFrom(record.value()).getSubmissionId(), 1, Integer::sum);
        }
        for (var record : records(connection, Topic.DIRECTORY_EVENTS)) {
            DirectoryEvent.parseFrom(record.value())
                    .getKeyPackagesClaimed()
                    .getClaimedList()
                    .forEach(each -> log.claimed.add(each.getRef()));
        }
        return log;
    }

    List<GroupEvent> group(ByteString groupId) {
        return Optional.ofNullable(groups.get(groupId)).orElse(List.of());
    }

    int events() {
        return groups.values().stream().mapToInt(List::size).sum();
    }

    int groups() {
        return groups.size();
    }

    /// I1, I2, I3 and I6 for each group; I14 for the directory; I16 for the commands.
    void verify() {
        groups.values().forEach(FinalLog::verifyGroup);
        assertThat(claimed).as("KeyPackages that were claimed").doesNotHaveDuplicates();
        assertThat(verdicts.values()).as("verdicts of one submission").containsOnly(1);
        assertThat(verdicts.keySet()).as("submissions with a verdict").containsAll(commands);
    }

    private static void verifyGroup(List<GroupEvent> events) {
        Set<ByteString> submissions = new HashSet<>();
        Set<ByteString> idempotencyKeys = new HashSet<>();
        long epoch = 0;
        for (int seq = 0; seq < events.size(); seq++) {
            var header = events.get(seq).getHeader();
            assertThat(header.getSeq()).as("seq").isEqualTo(seq);
            assertThat(header.getEpochBefore()).as("epoch before seq %s", seq).isEqualTo(epoch);
            long after = events.get(seq).hasCommitAccepted() ? epoch + 1 : epoch;
            assertThat(header.getEpochAfter()).as("epoch after seq %s", seq).isEqualTo(after);
            assertThat(submissions.add(header.getSubmissionId()))
                    .as("one event for a submission")
                    .isTrue();
            assertThat(idempotencyKeys.add(header.getIdempotencyKey()
                            .concat(header.getSubmittedBy().toByteString())))
                    .as("one event for a message")
                    .isTrue();
            epoch = after;
        }
    }

    /// The offset behind the last record of each partition whose transaction has ended.
    static Map<TopicPartition, Long> ends(Map<String, Object> connection, Topic topic) {
        try (var consumer = consumer(connection)) {
            return consumer.endOffsets(partitions(consumer, topic));
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(Map<String, Object> connection, Topic topic) {
        var all = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = consumer(connection)) {
            var partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(POLL_MAX).forEach(all::add);
            }
        }
        assertThat(all)
                .as("records of %s", topic.topicName())
                .allSatisfy(record -> assertThat(RecordSeal.matches(
                                record.headers().lastHeader(RecordSeal.HEADER).value(),
                                topic,
                                record.key(),
                                record.value()))
                        .isTrue());
        return all;
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> connection) {
        var properties = new HashMap<>(connection);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, Topic topic) {
        return consumer.partitionsFor(topic.topicName()).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
    }
}
