package dev.epochal.api.submission;

import dev.epochal.schema.log.RecordSeal;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.log.TraceParent;
import dev.epochal.schema.log.Trail;
import dev.epochal.schema.record.Verdict;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log on Kafka: one idempotent producer for commands, one reader of one partition of verdicts.
public final class KafkaSubmissionLog implements SubmissionLog {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaSubmissionLog.class);
    private static final int REQUEST_OCTETS_MAX = 8 << 20;
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;
    private final VerdictReader verdicts;
    private final LogEnds ends;

    private KafkaSubmissionLog(Producer<byte[], byte[]> producer, VerdictReader verdicts, LogEnds ends) {
        this.producer = producer;
        this.verdicts = verdicts;
        this.ends = ends;
    }

    /// Opens the log. When this returns, no verdict of a later command can be missed.
    ///
    /// @param connection how the brokers are reached
    /// @param instance what this instance is called; it chooses the partition of verdicts
    /// @param decided wants to know each verdict that comes in
    public static KafkaSubmissionLog open(Map<String, Object> connection, String instance, Consumer<Verdict> decided) {
        var verdicts = VerdictReader.start(connection, instance, decided);
        try {
            var producer = new KafkaProducer<byte[], byte[]>(producerSettings(connection, instance));
            return new KafkaSubmissionLog(producer, verdicts, new LogEnds(connection, instance));
        } catch (KafkaException e) {
            verdicts.close();
            throw e;
        }
    }

    @Override
    public int verdictPartition() {
        return verdicts.partition();
    }

    @Override
    public void append(CommandRecord command, Consumer<Exception> refused) {
        var key = command.key().toByteArray();
        var value = command.value().toByteArray();
        var headers = new ArrayList<Header>();
        headers.add(new RecordHeader(RecordSeal.HEADER, RecordSeal.of(command.topic(), key, value)));
        headers.add(new RecordHeader(Trail.HEADER, Trail.of(command.correlationId())));
        TraceParent.of(Context.current())
                .ifPresent(parent -> headers.add(new RecordHeader(TraceParent.HEADER, parent)));
        var record = new ProducerRecord<>(command.topic().topicName(), null, key, value, headers);
        var sender = Thread.currentThread();
        try {
            var _ = producer.send(record, (_, failure) -> {
                if (failure == null) {
                    return;
                }
                // What fails on the sender's own thread never reached a batch. What fails later may stand on the log,
                // unless the broker itself said that it took nothing.
                if (Thread.currentThread().equals(sender) || isRefusal(failure)) {
                    refused.accept(failure);
                } else {
                    LOG.warn(
                            "The log did not say whether it took a command; its verdict will tell, or the client asks",
                            failure);
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            refused.accept(e);
        }
    }

    @Override
    public boolean isFollowing() {
        return verdicts.isFollowing();
    }

    @Override
    public Map<Integer, Long> ends(Topic events) {
        return ends.of(events);
    }

    @Override
    public void close() {
        producer.close(CLOSING);
        ends.close();
        verdicts.close();
    }

    private static boolean isRefusal(Exception failure) {
        return failure instanceof RecordTooLargeException || failure instanceof AuthorizationException;
    }

    private static Map<String, Object> producerSettings(Map<String, Object> connection, String instance) {
        var settings = new HashMap<>(connection);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "epochal-api-" + instance);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, REQUEST_OCTETS_MAX);
        // A full buffer or an unknown topic is told to the caller before its patience ends.
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
        settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 10);
        return settings;
    }
}
