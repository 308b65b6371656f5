package dev.epochal.projections.project;

import dev.epochal.projections.read.LastRecord;
import dev.epochal.schema.log.Topic;
import io.micrometer.core.instrument.Meter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way of this process through one assigned partition.
///
/// ```
/// LOST ──place──► CHECKING ──the last record is there still──► FOLLOWING
///   ▲                 │                                            │
///   │                 └──it isn't──► HALTED ◄──one can't be trusted┤
///   └──── outage, another projector was first, or the position went back
/// ```
///
/// Used by its loop's thread only; other threads may read the numbers.
final class Course {
    private static final Logger LOG = LoggerFactory.getLogger(Course.class);
    private static final Duration PAUSE_MIN = Duration.ofMillis(100);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

    private final TopicPartition partition;
    private final Projector<?> projector;
    private final ProjectionMetrics metrics;
    private final List<Meter> meters;
    private volatile Stage stage = Stage.LOST;
    private volatile long lag;
    private long next;
    private Optional<LastRecord> last = Optional.empty();
    private Duration pause = PAUSE_MIN;
    private long resumeAt = System.nanoTime();

    Course(TopicPartition partition, Projector<?> projector, ProjectionMetrics metrics) {
        this.partition = partition;
        this.projector = projector;
        this.metrics = metrics;
        this.meters = List.of(
                metrics.partitionGauge("epochal.projection.lag", this, Course::lag),
                metrics.partitionGauge("epochal.projection.halted", this, course -> course.isHalted() ? 1 : 0));
    }

    private enum Stage {
        LOST,
        CHECKING,
        FOLLOWING,
        HALTED
    }

    int partition() {
        return partition.partition();
    }

    /// Records of the partition that are not projected yet, as far as the broker has told.
    long lag() {
        return lag;
    }

    boolean isHalted() {
        return stage == Stage.HALTED;
    }

    boolean isWaiting() {
        return stage == Stage.LOST || stage == Stage.CHECKING;
    }

    /// The partition was assigned. Nothing is read before its position is known.
    void begin(Consumer<?, ?> consumer) {
        consumer.seek(partition, 0);
        consumer.pause(List.of(partition));
    }

    /// The partition belongs to somebody else.
    void end() {
        meters.forEach(metrics::forget);
    }

    /// Takes the next step: finds the position, or projects what was read.
    void step(Consumer<byte[], byte[]> consumer, List<ConsumerRecord<byte[], byte[]>> read) {
        try {
            switch (stage) {
                case LOST -> place(consumer);
                case CHECKING -> check(consumer, read);
                case FOLLOWING -> follow(consumer, read);
                case HALTED -> {}
            }
        } catch (SupersededException e) {
            giveWay(consumer, e);
        } catch (KeysBehindException e) {
            LOG.info("Partition {} goes on in {} ms: {}", partition, pause.toMillis(), e.getMessage());
            lose(consumer);
        } catch (KafkaException e) {
            // The consumer is in an unknown state; its loop opens another one.
            throw e;
        } catch (RuntimeException e) {
            metrics.outage();
            LOG.warn("Partition {} could not be projected; trying again in {} ms.", partition, pause.toMillis(), e);
            lose(consumer);
        }
    }

    /// Compares with where the position stands in the database, which need not be where this course has left it.
    void compare(Consumer<?, ?> consumer, long stored) {
        if (stage == Stage.FOLLOWING && stored != next) {
            giveWay(consumer, new SupersededException(partition.toString(), next));
        }
    }

    private void giveWay(Consumer<?, ?> consumer, SupersededException e) {
        metrics.superseded();
        LOG.warn("{}. Going on from the stored position if the partition is still assigned here.", e.getMessage());
        lose(consumer);
    }

    /// The broker has nothing at the position.
    void outOfRange(Consumer<?, ?> consumer) {
        if (partition.topic().equals(Topic.VERDICTS.topicName())) {
            LOG.info("Verdicts of partition {} have expired before they were projected.", partition);
            consumer.seekToBeginning(List.of(partition));
        } else {
            halt(consumer, next, "the log has nothing at the projected position: it was cut, or it is another log");
        }
    }

    private void place(Consumer<?, ?> consumer) {
        if (System.nanoTime() - resumeAt < 0) {
            return;
        }
        next = projector.position(partition.partition());
        last = projector.last(partition.partition());
        consumer.seek(partition, last.map(LastRecord::offset).orElse(next));
        consumer.resume(List.of(partition));
        stage = last.isPresent() ? Stage.CHECKING : Stage.FOLLOWING;
    }

    /// Whether the record that was projected last is there still. Nothing is projected on a log that was cut, also
    /// where it has grown again since.
    private void check(Consumer<byte[], byte[]> consumer, List<ConsumerRecord<byte[], byte[]>> read) {
        LastRecord wanted = last.orElseThrow();
        if (read.isEmpty() && consumer.position(partition) <= wanted.offset()) {
            return;
        }
        if (read.isEmpty() || !FormerRecord.is(wanted, read.getFirst())) {
            halt(
                    consumer,
                    wanted.offset(),
                    "the record that was projected from there is gone: the log was cut, or it is another log");
            return;
        }
        consumer.seek(partition, next);
        stage = Stage.FOLLOWING;
    }

    /// The consumer's position counts the markers of transactions too, so it reaches the end of the partition.
    private void follow(Consumer<byte[], byte[]> consumer, List<ConsumerRecord<byte[], byte[]>> read) {
        long reached = consumer.position(partition);
        if (!read.isEmpty() || reached != next) {
            Projector.Progress progress = projector.advance(partition.partition(), next, read, reached);
            next = progress.next();
            pause = PAUSE_MIN;
            if (!progress.mistrust().isEmpty()) {
                halt(consumer, next, progress.mistrust());
            }
        }
        lag = consumer.currentLag(partition).orElse(lag);
    }

    private void halt(Consumer<?, ?> consumer, long offset, String reason) {
        LOG.error(
                "The projection of partition {} stops at offset {}: {}. Run fsck on the log; the partition stays "
                        + "stopped until the program starts again.",
                partition,
                offset,
                reason);
        consumer.pause(List.of(partition));
        stage = Stage.HALTED;
    }

    /// Forgets what was read, and finds the stored position again after a pause that grows.
    private void lose(Consumer<?, ?> consumer) {
        consumer.pause(List.of(partition));
        stage = Stage.LOST;
        resumeAt = System.nanoTime() + pause.toNanos();
        pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause.multipliedBy(2);
    }
}
