package dev.epochal.processor.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.processor.core.Limits;
import dev.epochal.schema.log.Topic;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
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

    private long eventsEnd;
    private long commandsEnd = 100;
    private long readModel;

    @Test
    void a_partition_goes_on_where_it_was_acknowledged() throws ExecutionException {
        eventsEnd = 20;
        readModel = 20;
        var taken = taken();
        assertThat(taken.acknowledged()).isEqualTo(7);
        assertThat(taken.end()).isEqualTo(20);
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
        var ports = new TakeOver.Ports(new Fencing(), new Offsets(), (_, _) -> readModel, settings, Ticker.MACHINE);
        return TakeOver.begin(Runnable::run, ports, new TallyLedger(_ -> List.of(), 10), COMMANDS)
                .taken();
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
    }

    private static final class Fencing implements LogClients {
        @Override
        public Producer<byte[], byte[]> producer(String transactionalId) {
            return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public Consumer<byte[], byte[]> commandConsumer() {
            throw new UnsupportedOperationException("Taking over needs no consumer here");
        }

        @Override
        public Consumer<byte[], byte[]> tailReader() {
            throw new UnsupportedOperationException("A position was acknowledged");
        }

        @Override
        public Admin admin() {
            throw new UnsupportedOperationException("Taking over asks for offsets only");
        }
    }
}
