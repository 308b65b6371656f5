package dev.epochal.api.submission;

import dev.epochal.api.problem.Problem;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import dev.epochal.schema.log.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the brokers where a topic ends. Thread-safe.
final class LogEnds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogEnds.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Admin admin;

    LogEnds(Map<String, Object> connection, String instance) {
        var settings = new HashMap<>(connection);
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "epochal-api-ends-" + instance);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
        this.admin = Admin.create(settings);
    }

    /// What is in an open transaction was acknowledged to nobody, so the last stable offset is the end.
    Map<Integer, Long> of(Topic topic) {
        try {
            return ask(topic.topicName());
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The log does not say where {} ends", topic.topicName(), e);
            throw unavailable();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw unavailable();
        }
    }

    private Map<Integer, Long> ask(String topic) throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .forEach((name, described) -> described
                        .partitions()
                        .forEach(each -> asked.put(new TopicPartition(name, each.partition()), OffsetSpec.latest())));
        Map<Integer, Long> ends = new HashMap<>();
        admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
        return ends;
    }

    private static ProblemException unavailable() {
        return new ProblemException(
                Problem.of(ProblemType.UNAVAILABLE, "The log does not answer").retryAfterMs(1000));
    }

    @Override
    public void close() {
        admin.close(PATIENCE);
    }
}
