package dev.epochal.projections.project;

import dev.epochal.schema.log.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A thread that reads the partitions of one topic that are assigned to it.
final class ProjectorLoop implements Runnable, ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(ProjectorLoop.class);
    private static final Duration POLL_MAX = Duration.ofMillis(100);
    private static final Duration RESTART_PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(2);
    private static final Duration COMPARISON_INTERVAL = Duration.ofSeconds(1);

    private final Topic topic;
    private final Projector<?> projector;
    private final ProjectionMetrics metrics;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Map<TopicPartition, Course> courses = new ConcurrentHashMap<>();
    private long compareAt = System.nanoTime();
    private volatile boolean stopping;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;

    ProjectorLoop(
            Topic topic,
            Projector<?> projector,
            ProjectionMetrics metrics,
            Supplier<Consumer<byte[], byte[]>> consumers) {
        this.topic = topic;
        this.projector = projector;
        this.metrics = metrics;
        this.consumers = consumers;
    }

    @Override
    public void run() {
        while (!stopping) {
            try (Consumer<byte[], byte[]> mine = consumers.get()) {
                consumer = mine;
                follow(mine);
            } catch (WakeupException e) {
                LOG.debug("The projection of {} was asked to stop.", topic.topicName());
            } catch (RuntimeException e) {
                LOG.error("The consumer of {} failed; another one starts.", topic.topicName(), e);
                pause();
            }
        }
    }

    private void follow(Consumer<byte[], byte[]> mine) {
        try {
            mine.subscribe(List.of(topic.topicName()), this);
            while (!stopping) {
                turn(mine);
            }
        } finally {
            endCourses(courses.keySet());
            mine.close(CloseOptions.timeout(CLOSE_MAX));
        }
    }

    private void pause() {
        try {
            Thread.sleep(RESTART_PAUSE);
        } catch (InterruptedException e) {
            stopping = true;
            Thread.currentThread().interrupt();
        }
    }

    private void turn(Consumer<byte[], byte[]> mine) {
        try {
            ConsumerRecords<byte[], byte[]> read = mine.poll(POLL_MAX);
            courses.forEach((partition, course) -> course.step(mine, read.records(partition)));
            compare(mine);
        } catch (OffsetOutOfRangeException e) {
            e.partitions().forEach(partition -> {
                Course course = courses.get(partition);
                if (course != null) {
                    course.outOfRange(mine);
                }
            });
        }
    }

    /// Looks whether the positions still stand where the courses left them. A database that was put back to an older
    /// state lacks what was projected since, and where nothing more is written nobody else would notice.
    private void compare(Consumer<byte[], byte[]> mine) {
        if (System.nanoTime() - compareAt < 0) {
            return;
        }
        try {
            Map<Integer, Long> stored = projector.positions();
            courses.values().forEach(course -> course.compare(mine, stored.getOrDefault(course.partition(), 0L)));
        } catch (DataAccessException e) {
            // Whoever has something to project tells of it.
            LOG.debug("The positions of {} can't be looked at.", topic.topicName(), e);
        }
        compareAt = System.nanoTime() + COMPARISON_INTERVAL.toNanos();
    }

    /// Ends the loop once the batch in hand is done.
    void stop() {
        stopping = true;
        Consumer<byte[], byte[]> mine = consumer;
        if (mine != null) {
            mine.wakeup();
        }
    }

    Collection<Course> courses() {
        return courses.values();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        Consumer<byte[], byte[]> mine = Objects.requireNonNull(consumer);
        for (TopicPartition partition : partitions) {
            courses.computeIfAbsent(partition, key -> new Course(key, projector, metrics))
                    .begin(mine);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        endCourses(partitions);
    }

    private void endCourses(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : List.copyOf(partitions)) {
            Course course = courses.remove(partition);
            if (course != null) {
                course.end();
            }
        }
    }
}
