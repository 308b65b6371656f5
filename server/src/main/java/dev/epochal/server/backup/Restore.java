package dev.epochal.server.backup;

import dev.epochal.schema.log.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Puts the events of an archive into an empty log, in their order and on their partitions.
///
/// It can be interrupted and started again: what stands on the log already is compared with the archive, and the rest
/// is added. Nobody else may use the log meanwhile.
public final class Restore {
    private static final Map<Topic, Topic> EVENTS_OF =
            Map.of(Topic.GROUP_COMMANDS, Topic.GROUP_EVENTS, Topic.DIRECTORY_COMMANDS, Topic.DIRECTORY_EVENTS);
    private static final byte[] FILLER = {0};

    private final Archive archive;
    private final Archive.Found found;
    private final Map<String, Object> connection;

    /// @param found the manifest whose events are restored
    /// @param connection how the log is reached; its topics are there
    public Restore(Archive archive, Archive.Found found, Map<String, Object> connection) {
        this.archive = archive;
        this.found = found;
        this.connection = Map.copyOf(connection);
    }

    /// What was done.
    ///
    /// @param present how many events were there already
    /// @param added how many were added
    public record Summary(long present, long added) {}

    /// Restores everything.
    ///
    /// @param consumerGroups those of servers, which must not run
    /// @throws BackupException if the log holds something else, or somebody uses it
    public Summary run(Collection<String> consumerGroups) {
        try (var admin = Admin.create(connection);
                var log = new EventsLog(connection);
                Producer<byte[], byte[]> producer = producer()) {
            requireSamePartitions(log.source());
            forget(admin, consumerGroups);
            var sender = new Sender(producer);
            keys(log, sender);
            long keysSent = sender.sent;
            long present = 0;
            for (var topic : EventsLog.TOPICS) {
                for (int partition = 0; partition < found.manifest().log().partitions(); partition++) {
                    present += events(log, sender, topic, partition);
                }
            }
            long added = sender.sent - keysSent;
            advanceCommands(admin, sender);
            return new Summary(present, added);
        }
    }

    /// First of all, since no event can be read without them. On a log that was used since, none is appended: the
    /// newest record of a group counts, and would bring back what was erased.
    private void keys(EventsLog log, Sender sender) {
        List<ProducerRecord<byte[], byte[]>> missing = new ArrayList<>();
        for (int partition = 0; partition < found.manifest().log().partitions(); partition++) {
            missing.addAll(missingKeys(log, partition));
        }
        missing.forEach(sender::send);
        sender.flush();
    }

    private List<ProducerRecord<byte[], byte[]>> missingKeys(EventsLog log, int number) {
        var segments = found.manifest().of(EventsLog.KEYS.topicName(), number);
        if (segments.isEmpty()) {
            throw new BackupException("The archive has no keys of payloads for partition " + number
                    + ": without them no message could be read again");
        }
        List<LoggedRecord> archived = new ArrayList<>();
        segments.forEach(segment -> archive.read(found, segment, archived::add));
        var partition = new TopicPartition(EventsLog.KEYS.topicName(), number);
        long end = log.keyEnds(number + 1).getOrDefault(partition, 0L);
        return MissingKeys.of(partition, archived, log.read(partition, 0, end)).records().stream()
                .map(record -> record.appendable(EventsLog.KEYS, number))
                .toList();
    }

    private void requireSamePartitions(Manifest.Source target) {
        if (target.partitions() != found.manifest().log().partitions()) {
            throw new BackupException("The log has " + target.partitions() + " partitions and the archive "
                    + found.manifest().log().partitions()
                    + ": delete the topics, which are made anew as they have to be");
        }
    }

    /// Where servers left off on another log means nothing on this one.
    private static void forget(Admin admin, Collection<String> consumerGroups) {
        for (var described :
                admin.describeConsumerGroups(consumerGroups).describedGroups().entrySet()) {
            try {
                if (!described.getValue().get().members().isEmpty()) {
                    throw new BackupException("A server uses this log (consumer group " + described.getKey()
                            + "): stop all servers first");
                }
                admin.deleteConsumerGroups(List.of(described.getKey())).all().get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                    throw new BackupException("Kafka refuses: " + String.valueOf(e.getCause()), e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BackupException("Interrupted", e);
            }
        }
    }

    /// @return how many events were there already
    private long events(EventsLog log, Sender sender, Topic topic, int number) {
        var partition = new TopicPartition(topic.topicName(), number);
        long end = log.ends(topic, number + 1).getOrDefault(partition, 0L);
        var there = log.read(partition, 0, end);
        var present = new AtomicLong();
        for (var segment : found.manifest().of(topic.topicName(), number)) {
            archive.read(found, segment, record -> {
                if (!there.hasNext()) {
                    sender.send(record.appendable(topic, number));
                    return;
                }
                present.incrementAndGet();
                requireSame(partition, there.next(), record);
            });
        }
        if (there.hasNext()) {
            throw different(partition, there.next());
        }
        sender.flush();
        return present.get();
    }

    private static void requireSame(TopicPartition partition, LoggedRecord there, LoggedRecord restored) {
        if (!there.saysTheSame(restored)) {
            throw different(partition, there);
        }
    }

    static BackupException different(TopicPartition partition, LoggedRecord record) {
        return new BackupException("The log holds at " + partition + " offset " + record.offset()
                + " what the archive doesn't: restore into an empty log only");
    }

    /// An event names the offset of its command, and a processor takes no command before one that was decided.
    /// So the commands of the new log have to begin behind those of the old one: offsets are used up by empty
    /// records, which are deleted before anybody reads them.
    private void advanceCommands(Admin admin, Sender sender) {
        Map<TopicPartition, RecordsToDelete> deletions = new HashMap<>();
        for (var topics : EVENTS_OF.entrySet()) {
            for (int number = 0; number < found.manifest().log().partitions(); number++) {
                var commands = new TopicPartition(topics.getKey().topicName(), number);
                long begin = found.manifest().newestCommand(topics.getValue().topicName(), number) + 1;
                long missing = begin - end(admin, commands);
                for (long filled = 0; filled < missing; filled++) {
                    sender.send(new ProducerRecord<>(commands.topic(), number, FILLER, FILLER));
                }
                if (begin > 0) {
                    deletions.put(commands, RecordsToDelete.beforeOffset(begin));
                }
            }
        }
        sender.flush();
        EventsLog.answer(admin.deleteRecords(deletions).all());
    }

    private static long end(Admin admin, TopicPartition partition) {
        return EventsLog.answer(admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                        .partitionResult(partition))
                .offset();
    }

    private Producer<byte[], byte[]> producer() {
        var settings = new HashMap<>(connection);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 20);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 8 << 20);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /// Appends in order, and tells at the next flush if anything failed.
    private static final class Sender {
        private final Producer<byte[], byte[]> producer;
        private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        private long sent;

        Sender(Producer<byte[], byte[]> producer) {
            this.producer = producer;
        }

        void send(ProducerRecord<byte[], byte[]> record) {
            var _ = producer.send(record, (_, failed) -> {
                if (failed != null) {
                    failure.compareAndSet(null, failed);
                }
            });
            sent++;
        }

        void flush() {
            producer.flush();
            var failed = failure.get();
            if (failed != null) {
                throw new BackupException(
                        "The log didn't take what was restored; start again: " + failed.getMessage(), failed);
            }
        }
    }
}
