package dev.epochal.server.backing;

import dev.epochal.schema.log.Topic;
import dev.epochal.server.setting.LogAddress;
import dev.epochal.server.setting.StartRefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Creates the log's topics with their settings, and refuses a log whose topics would lose or reorder what is true.
///
/// What exists is never changed. A group must stay on its partition, so the topics of commands and events keep the
/// partition count that they were created with, whatever is configured later.
public final class TopicSetup {

    private static final int VERDICT_PARTITIONS = 8;
    private static final int RECORD_BYTES_MAX = 8 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Set<Topic> ORDERED = Set.of(
            Topic.GROUP_COMMANDS,
            Topic.GROUP_EVENTS,
            Topic.PAYLOAD_KEYS,
            Topic.DIRECTORY_COMMANDS,
            Topic.DIRECTORY_EVENTS,
            Topic.IMPORTED_EVENTS);
    private static final Set<Topic> COMMANDS = Set.of(Topic.GROUP_COMMANDS, Topic.DIRECTORY_COMMANDS);
    private static final Set<Topic> TRUTH = Set.of(Topic.GROUP_EVENTS, Topic.PAYLOAD_KEYS, Topic.DIRECTORY_EVENTS);
    private static final Set<Topic> KEPT =
            Set.of(Topic.GROUP_EVENTS, Topic.PAYLOAD_KEYS, Topic.DIRECTORY_EVENTS, Topic.IMPORTED_EVENTS);
    /// After this time what was erased has left the topic of keys, if anything was written to the partition since.
    private static final Duration COMPACTION_LAG = Duration.ofDays(1);

    private final LogAddress address;
    private final int partitions;

    private TopicSetup(LogAddress address, int partitions) {
        this.address = address;
        this.partitions = partitions;
    }

    /// Makes the topics be there. Safe when several programs start at once.
    ///
    /// @param partitions the partition count of new topics of commands and events
    /// @return the partition count of the topics of commands and events
    public static int ensure(LogAddress address, int partitions) {
        Map<String, Object> settings = new HashMap<>(address.connection());
        settings.put("default.api.timeout.ms", (int) PATIENCE.toMillis());
        settings.put("request.timeout.ms", (int) PATIENCE.toMillis() / 3);
        settings.put("client.id", "epochal-topics");
        try (var admin = Admin.create(settings)) {
            return new TopicSetup(address, partitions).ensure(admin);
        }
    }

    /// A broker may not know yet what another one has just made, or may still know what is gone: then it is asked
    /// again for a while.
    private int ensure(Admin admin) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return makeAndVerify(admin);
            } catch (StartRefusedException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private int makeAndVerify(Admin admin) {
        var present = settledTopics(admin);
        var missing = Arrays.stream(Topic.values())
                .filter(topic -> !present.contains(topic.topicName()))
                .toList();
        create(admin, missing, present.stream().anyMatch(TopicSetup::isOrdered) ? countOf(admin, present) : partitions);
        verifyTruth(admin);
        return verifyCounts(descriptions(admin, Arrays.asList(Topic.values())));
    }

    /// The topics that are there. Topics of a log of which a part is gone must not come back empty beside the others;
    /// but a program that starts at the same time may just be making them, so it is looked at for a while.
    private static Set<String> settledTopics(Admin admin) {
        long deadline = System.nanoTime() + SETTLING.toNanos();
        while (true) {
            var present = answer(admin.listTopics().names());
            var lost = TRUTH.stream()
                    .filter(topic -> !present.contains(topic.topicName()))
                    .findFirst();
            if (lost.isEmpty() || present.stream().noneMatch(TopicSetup::isTruth)) {
                return present;
            }
            if (System.nanoTime() > deadline) {
                throw new StartRefusedException("The log has no topic "
                        + lost.get().topicName() + " although others are there: restore it before you start");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static Topic topic(String name) {
        return KEPT.stream()
                .filter(topic -> topic.topicName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isTruth(String name) {
        return TRUTH.stream().anyMatch(topic -> topic.topicName().equals(name));
    }

    private static boolean isOrdered(String name) {
        return ORDERED.stream().anyMatch(topic -> topic.topicName().equals(name));
    }

    private int countOf(Admin admin, Set<String> present) {
        var ordered = ORDERED.stream()
                .filter(topic -> present.contains(topic.topicName()))
                .toList();
        return verifyCounts(descriptions(admin, ordered));
    }

    private void create(Admin admin, List<Topic> topics, int count) {
        var fresh = topics.stream().map(topic -> newTopic(topic, count)).toList();
        var created = admin.createTopics(fresh).values();
        created.forEach((name, result) -> {
            try {
                answer(result);
            } catch (StartRefusedException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        });
    }

    private NewTopic newTopic(Topic topic, int count) {
        var settings = new HashMap<String, String>();
        settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, cleanup(topic));
        if (topic.isCompacted()) {
            settings.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Long.toString(COMPACTION_LAG.toMillis()));
        }
        settings.put(
                TopicConfig.RETENTION_MS_CONFIG,
                topic.retention().map(Duration::toMillis).orElse(-1L).toString());
        settings.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
        settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(RECORD_BYTES_MAX));
        settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Short.toString(address.replicasInSyncMin()));
        settings.put(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
        if (COMMANDS.contains(topic)) {
            // The only clock of a decision: a client must not be able to set it.
            settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        }
        int wanted = switch (topic) {
            case GROUP_COMMANDS, GROUP_EVENTS, PAYLOAD_KEYS, DIRECTORY_COMMANDS, DIRECTORY_EVENTS, IMPORTED_EVENTS ->
                count;
            case VERDICTS -> VERDICT_PARTITIONS;
            case DEAD_LETTERS -> 1;
        };
        return new NewTopic(topic.topicName(), wanted, address.replicas()).configs(settings);
    }

    private static String cleanup(Topic topic) {
        return topic.isCompacted() ? TopicConfig.CLEANUP_POLICY_COMPACT : TopicConfig.CLEANUP_POLICY_DELETE;
    }

    private static List<TopicDescription> descriptions(Admin admin, List<Topic> topics) {
        var names = topics.stream().map(Topic::topicName).toList();
        return List.copyOf(answer(admin.describeTopics(names).allTopicNames()).values());
    }

    private static int verifyCounts(List<TopicDescription> topics) {
        var counts = topics.stream()
                .filter(topic -> isOrdered(topic.name()))
                .collect(Collectors.toMap(
                        TopicDescription::name, topic -> topic.partitions().size()));
        if (counts.values().stream().distinct().count() != 1) {
            throw new StartRefusedException("The topics of commands and events have different partition counts "
                    + counts + ": this log can't be read in order");
        }
        return counts.values().iterator().next();
    }

    private static void verifyTruth(Admin admin) {
        var resources = KEPT.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()))
                .toList();
        answer(admin.describeConfigs(resources).all()).forEach((resource, config) -> {
            var loose = new ArrayList<String>();
            loosened(config, TopicConfig.RETENTION_MS_CONFIG, "-1", loose);
            loosened(config, TopicConfig.RETENTION_BYTES_CONFIG, "-1", loose);
            loosened(config, TopicConfig.CLEANUP_POLICY_CONFIG, cleanup(topic(resource.name())), loose);
            loosened(config, TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false", loose);
            if (!loose.isEmpty()) {
                throw new StartRefusedException("Topic " + resource.name() + " could lose events: set "
                        + String.join(" and ", loose) + " on it");
            }
        });
    }

    private static void loosened(Config config, String name, String wanted, List<String> loose) {
        if (!wanted.equals(config.get(name).value())) {
            loose.add(name + "=" + wanted);
        }
    }

    private static <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new StartRefusedException("Kafka refused to set the topics up: " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartRefusedException("Interrupted while the topics were set up", e);
        }
    }
}
