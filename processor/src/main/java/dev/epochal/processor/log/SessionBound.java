package dev.epochal.processor.log;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How short the session of a member of a consumer group may be. Brokers refuse who asks for a shorter one.
final class SessionBound {
    private static final Logger LOG = LoggerFactory.getLogger(SessionBound.class);
    private static final String SETTING = "group.min.session.timeout.ms";
    /// What brokers have that were told nothing else.
    private static final Duration DEFAULT = Duration.ofSeconds(6);

    private static final int ANSWER_LIMIT_MS = 5000;

    private SessionBound() {}

    /// What all brokers allow; their default if they don't tell.
    static Duration of(Admin admin) {
        try {
            var brokers = admin.describeCluster().nodes().get().stream()
                    .map(broker -> new ConfigResource(ConfigResource.Type.BROKER, broker.idString()))
                    .toList();
            var options = new DescribeConfigsOptions().timeoutMs(ANSWER_LIMIT_MS);
            return admin.describeConfigs(brokers, options).all().get().values().stream()
                    .map(config -> config.get(SETTING))
                    .filter(Objects::nonNull)
                    .map(entry -> Duration.ofMillis(Long.parseLong(entry.value())))
                    .max(Duration::compareTo)
                    .orElse(DEFAULT);
        } catch (ExecutionException e) {
            LOG.warn(
                    "The brokers don't tell {}; a dead processor's partitions move after {} s",
                    SETTING,
                    DEFAULT.toSeconds(),
                    e.getCause());
            return DEFAULT;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnsuitableLogException("Interrupted while inspecting the log", e);
        }
    }
}
