package dev.epochal.processor.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TailReadersTest {
    private static final TopicPartition ONE = new TopicPartition("events", 1);
    private static final TopicPartition OTHER = new TopicPartition("events", 2);

    private final List<MockConsumer<byte[], byte[]>> made = new ArrayList<>();
    private final TailReaders readers = new TailReaders(new Making());

    @Test
    void a_reader_that_has_answered_is_asked_again() {
        assertThat(assigned(ONE)).containsExactly(ONE);
        assertThat(assigned(OTHER)).containsExactly(OTHER);
        assertThat(made).hasSize(1);
    }

    @Test
    void who_asks_meanwhile_has_a_reader_of_its_own() {
        readers.ask(ONE, _ -> assigned(OTHER));
        assertThat(made).hasSize(2);
    }

    @Test
    void a_reader_that_has_failed_is_closed_and_not_asked_again() {
        assertThatThrownBy(() -> readers.ask(ONE, _ -> {
                    throw new IllegalStateException("The end can't be read in time");
                }))
                .hasMessage("The end can't be read in time");
        assertThat(made.getFirst().closed()).isTrue();
        assertThat(assigned(ONE)).containsExactly(ONE);
        assertThat(made).hasSize(2);
    }

    @Test
    void nothing_stays_open_at_the_end_also_if_it_was_in_use() {
        readers.ask(ONE, _ -> {
            assigned(OTHER);
            readers.close();
            return made.getFirst().closed();
        });
        assertThat(made).hasSize(2).allMatch(MockConsumer::closed);
    }

    /// What a reader that is asked has.
    private Set<TopicPartition> assigned(TopicPartition partition) {
        return readers.ask(partition, Consumer::assignment);
    }

    private final class Making implements LogClients {
        @Override
        public Consumer<byte[], byte[]> tailReader() {
            var reader = new MockConsumer<byte[], byte[]>("none");
            made.add(reader);
            return reader;
        }

        @Override
        public Consumer<byte[], byte[]> commandConsumer() {
            throw new UnsupportedOperationException("Nobody reads commands here");
        }

        @Override
        public Producer<byte[], byte[]> producer(String transactionalId) {
            throw new UnsupportedOperationException("Nobody writes here");
        }

        @Override
        public Admin admin() {
            throw new UnsupportedOperationException("Nobody asks the brokers here");
        }
    }
}
