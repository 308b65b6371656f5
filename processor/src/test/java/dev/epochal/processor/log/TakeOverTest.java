package dev.epochal.processor.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.epochal.processor.core.Limits;
import dev.epochal.projections.read.FollowedLog;
import dev.epochal.projections.read.LastRecord;
import dev.epochal.schema.log.RecordSeal;
import dev.epochal.schema.log.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TakeOverTest {
    private static final TopicPartition COMMANDS = new TopicPartition(Topic.GROUP_COMMANDS.topicName(), 3);
    private static final TopicPartition EVENTS = new TopicPartition(Topic.GROUP_EVENTS.topicName(), 3);

    private static final ByteString SEAL = ByteString.copyFromUtf8("of the last record");

    private long eventsEnd;
    private long commandsEnd = 100;
    private long readModel;
    private Optional<LastRecord> last = Optional.empty();
    private OptionalLong found = OptionalLong.empty();
    private String seal = SEAL.toStringUtf8();
    private final List<String> steps = new ArrayList<>();

    @Test
    void a_partition_goes_on_where_it_was_acknowledged() throws ExecutionException {
        eventsEnd = 20;
        readModel = 20;
        var taken = taken();
        assertThat(taken.acknowledged()).isEqualTo(7);
        assertThat(taken.end()).isEqualTo(20);
    }

    @Test
    void what_hangs_is_ended_before_the_log_forgets_how() throws ExecutionException {
        taken();
        var ids = ProducerPair.transactionalIds(COMMANDS);
        assertThat(steps)
                .containsExactly("ended what hangs of " + COMMANDS, "fenced " + ids.get(0), "fenced " + ids.get(1));
    }

    @Test
    void a_log_that_ends_before_what_the_read_model_knows_of_it_is_not_decided_on() {
        eventsEnd = 20;
        readModel = 21;
        assertRefused("cut off");
        eventsEnd = 0;
        assertRefused("cut off");
    }

    @Test
    void a_log_that_was_cut_and_has_grown_again_is_not_decided_on() throws ExecutionException {
        eventsEnd = 20;
        readModel = 20;
        last = Optional.of(new LastRecord(17, SEAL));
        found = OptionalLong.of(17);
        assertThat(taken().end()).isEqualTo(20);

        seal = "of another record";
        assertRefused("at 17 is gone");
        seal = SEAL.toStringUtf8();
        found = OptionalLong.of(18);
        assertRefused("at 17 is gone");
        found = OptionalLong.empty();
        assertRefused("at 17 is gone");
    }

    @Test
    void commands_that_end_before_the_acknowledged_position_were_cut_off() {
        commandsEnd = 6;
        assertRefused("cut off");
    }

    private void assertRefused(String why) {
        assertThatThrownBy(this::taken)
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining(why);
    }

    private TakeOver.Taken taken() throws ExecutionException {
        var settings = ProcessorSettings.of(Map.of("bootstrap.servers", "nowhere"), Limits.standard());
        var clients = new Fencing();
        var ports = new TakeOver.Ports(
                clients, new TailReaders(clients), new Offsets(), new Reads(), settings, Ticker.MACHINE);
        return TakeOver.begin(Runnable::run, ports, new TallyLedger(_ -> List.of(), 10), COMMANDS)
                .taken();
    }

    private final class Reads implements FollowedLog {
        @Override
        public long nextOffset(Topic topic, int partition) {
            return readModel;
        }

        @Override
        public Optional<LastRecord> lastRecord(Topic topic, int partition) {
            return last;
        }
    }

    private final class Offsets implements LogOffsets {
        @Override
        public Bounds bounds(TopicPartition partition) {
            return new Bounds(0, partition.equals(EVENTS) ? eventsEnd : commandsEnd);
        }

        @Override
        public OptionalLong acknowledged(TopicPartition commands) {
            return OptionalLong.of(7);
        }

        @Override
        public void endHanging(TopicPartition commands) {
            steps.add("ended what hangs of " + commands);
        }
    }

    private final class Fencing implements LogClients {
        @Override
        public Producer<byte[], byte[]> producer(String transactionalId) {
            steps.add("fenced " + transactionalId);
            return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public Consumer<byte[], byte[]> commandConsumer() {
            throw new UnsupportedOperationException("Taking over needs no consumer here");
        }

        @Override
        public Consumer<byte[], byte[]> tailReader() {
            var reader = new MockConsumer<byte[], byte[]>("none");
            reader.schedulePollTask(() -> found.ifPresentOrElse(
                    at -> reader.addRecord(sealed(at)),
                    // Nothing but markers, which readers pass over.
                    () -> reader.seek(EVENTS, eventsEnd)));
            return reader;
        }

        @Override
        public Admin admin() {
            throw new UnsupportedOperationException("Taking over asks for offsets only");
        }
    }

    private ConsumerRecord<byte[], byte[]> sealed(long offset) {
        var read = new ConsumerRecord<>(EVENTS.topic(), EVENTS.partition(), offset, new byte[1], new byte[1]);
        read.headers().add(RecordSeal.HEADER, seal.getBytes(StandardCharsets.UTF_8));
        return read;
    }
}
