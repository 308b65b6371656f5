package dev.epochal.projections.project;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.epochal.projections.database.Sql;
import dev.epochal.projections.wake.ChangeHub;
import dev.epochal.schema.log.RecordSeal;
import dev.epochal.schema.log.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Projects records of one partition without a broker: the log is a list.
public final class Replay<E extends Message> {
    public static final int PARTITION = 1;

    private final Projection<E> projection;
    private final int partition;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Projector<E> projector;
    private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
    private long reached;

    private Replay(Projection<E> projection, DataSource dataSource, ChangeHub hub, int partition) {
        this.projection = projection;
        this.partition = partition;
        this.projector = new Projector<>(
                projection, Sql.over(dataSource), hub, new ProjectionMetrics(projection.topic(), registry));
    }

    static <E extends Message> Replay<E> of(Projection<E> projection, DataSource dataSource) {
        return new Replay<>(projection, dataSource, new ChangeHub(ChangeHub.POLL_INTERVAL), PARTITION);
    }

    static <E extends Message> Replay<E> of(Projection<E> projection, DataSource dataSource, ChangeHub hub) {
        return new Replay<>(projection, dataSource, hub, PARTITION);
    }

    public static Replay<dev.epochal.schema.record.GroupEvent> groups(DataSource dataSource) {
        return of(new GroupProjection(), dataSource);
    }

    /// The same for another partition.
    public static Replay<dev.epochal.schema.record.GroupEvent> groups(DataSource dataSource, int partition) {
        return new Replay<>(new GroupProjection(), dataSource, new ChangeHub(ChangeHub.POLL_INTERVAL), partition);
    }

    static Replay<dev.epochal.schema.record.PayloadKeys> keys(DataSource dataSource) {
        return of(new PayloadKeyProjection(), dataSource);
    }

    public static Replay<dev.epochal.schema.record.DirectoryEvent> directory(DataSource dataSource) {
        return of(new DirectoryProjection(), dataSource);
    }

    public static Replay<dev.epochal.schema.record.Verdict> verdicts(DataSource dataSource) {
        return of(new VerdictProjection(), dataSource);
    }

    Projector<E> projector() {
        return projector;
    }

    SimpleMeterRegistry registry() {
        return registry;
    }

    /// Appends to the log.
    @SafeVarargs
    public final Replay<E> with(E... values) {
        for (E value : values) {
            append(projection.key(value), value.toByteArray());
        }
        return this;
    }

    /// Appends a record that nobody checked.
    Replay<E> append(ByteString key, byte[] value) {
        log.add(sealed(projection.topic(), log.size(), key.toByteArray(), value));
        return this;
    }

    static ConsumerRecord<byte[], byte[]> sealed(Topic topic, long offset, byte[] key, byte[] value) {
        var made = new ConsumerRecord<>(topic.topicName(), PARTITION, offset, key, value);
        made.headers().add(RecordSeal.HEADER, RecordSeal.of(topic, key, value));
        return made;
    }

    List<ConsumerRecord<byte[], byte[]>> log() {
        return log;
    }

    /// Goes on from the stored position to the log's end, in batches of so many records.
    public Replay<E> project(int batch) {
        reached = projector.position(partition);
        while (reached < log.size()) {
            long end = Math.min(log.size(), reached + batch);
            reached = projector
                    .advance(partition, reached, log.subList((int) reached, (int) end), end)
                    .next();
        }
        return this;
    }
}
