package dev.epochal.processor.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.epochal.schema.log.RecordSeal;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AppenderTest {
    private static final TopicPartition COMMANDS = new TopicPartition(Topic.GROUP_COMMANDS.topicName(), 3);
    private static final int VERDICT_PARTITIONS = 8;

    private final List<MockProducer<byte[], byte[]>> producers = new ArrayList<>();
    private ConsumerGroupMetadata member = member(7, "member");
    private final Appender appender = new Appender(
            new Appender.Route(COMMANDS, Topic.GROUP_EVENTS, VERDICT_PARTITIONS),
            ProducerPair.fence(new Mocks(), COMMANDS),
            () -> member);

    @Test
    void both_ids_are_fenced_and_are_always_the_same() {
        assertThat(producers).hasSize(2).allMatch(MockProducer::transactionInitialized);
        assertThat(ProducerPair.transactionalIds(COMMANDS))
                .containsExactly("proc-mls.group.commands-3-a", "proc-mls.group.commands-3-b");
    }

    @Test
    void the_producers_take_turns_and_the_first_begins() {
        appender.append(List.of(accepted(1)), 11);
        appender.append(List.of(accepted(1)), 12);
        appender.append(List.of(accepted(1)), 13);
        assertThat(producers.get(0).commitCount()).isEqualTo(2);
        assertThat(producers.get(1).commitCount()).isEqualTo(1);
    }

    @Test
    void the_second_producer_is_never_used_before_the_first_has_succeeded() {
        producers.get(0).sendOffsetsToTransactionException = new CommitFailedException("moved on");
        assertThatThrownBy(() -> appender.append(List.of(accepted(1)), 11)).isInstanceOf(AppendFailed.class);
        producers.get(0).sendOffsetsToTransactionException = null;
        appender.append(List.of(accepted(1)), 11);
        assertThat(producers.get(0).commitCount()).isEqualTo(1);
        assertThat(producers.get(1).commitCount()).isZero();
    }

    @Test
    void events_verdicts_and_the_position_go_together() {
        appender.append(List.of(accepted(1), new Outcome.Skipped(), accepted(2)), 11);
        var records = producers.getFirst().history();
        assertThat(records).hasSize(6);
        assertThat(records.get(0).topic()).isEqualTo(Topic.GROUP_EVENTS.topicName());
        assertThat(records.get(0).partition()).isEqualTo(3);
        assertThat(records.get(1).topic()).isEqualTo(Topic.PAYLOAD_KEYS.topicName());
        assertThat(records.get(1).partition()).isEqualTo(3);
        assertThat(records.get(2).topic()).isEqualTo(Topic.VERDICTS.topicName());
        assertThat(records.get(2).partition()).isEqualTo(1);
        assertThat(records).allSatisfy(written -> {
            var topic = Arrays.stream(Topic.values())
                    .filter(each -> each.topicName().equals(written.topic()))
                    .findFirst()
                    .orElseThrow();
            byte[] seal = written.headers().lastHeader(RecordSeal.HEADER).value();
            assertThat(RecordSeal.matches(seal, topic, written.key(), written.value()))
                    .isTrue();
        });
        assertThat(producers.getFirst().consumerGroupOffsetsHistory())
                .containsExactly(Map.of("processors", Map.of(COMMANDS, new OffsetAndMetadata(11))));
    }

    @Test
    void a_verdict_for_a_partition_that_does_not_exist_goes_to_one_that_does() {
        appender.append(List.of(accepted(-1)), 11);
        assertThat(producers.getFirst().history().getLast().partition()).isEqualTo(VERDICT_PARTITIONS - 1);
    }

    @Test
    void without_a_generation_nothing_is_ended() {
        member = member(-1, "");
        assertThat(failure()).isEqualTo(LogFailure.ABORT);
        assertThat(producers.getFirst().transactionAborted()).isTrue();
        assertThat(producers.getFirst().history()).isEmpty();
    }

    @Test
    void an_abort_that_fails_means_rebuilding() {
        producers.getFirst().sendOffsetsToTransactionException = new CommitFailedException("moved on");
        producers.getFirst().abortTransactionException = new ProducerFencedException("fenced");
        assertThat(failure()).isEqualTo(LogFailure.REBUILD);
    }

    @Test
    void a_timeout_while_ending_is_not_aborted_since_it_may_have_taken_effect() {
        producers.getFirst().commitTransactionException = new TimeoutException("no answer");
        assertThat(failure()).isEqualTo(LogFailure.REBUILD);
        assertThat(producers.getFirst().transactionAborted()).isFalse();
    }

    private LogFailure failure() {
        try {
            appender.append(List.of(accepted(1)), 11);
        } catch (AppendFailed e) {
            return e.failure();
        }
        throw new AssertionError("The transaction was ended");
    }

    /// Only a test makes one up; the consumer gives the true one.
    @SuppressWarnings({"deprecation", "removal"})
    private static ConsumerGroupMetadata member(int generation, String memberId) {
        return new ConsumerGroupMetadata("processors", generation, memberId, Optional.empty());
    }

    private static Outcome accepted(int verdictPartition) {
        var verdict = Verdict.newBuilder()
                .setSubmissionId(ByteString.copyFromUtf8("id"))
                .build();
        return new Outcome.Accepted(
                ByteString.copyFromUtf8("g"),
                new Ledger.Written(ByteString.copyFromUtf8("event"), Optional.of(ByteString.copyFromUtf8("keys"))),
                Optional.of(new Outcome.Answer(verdict, verdictPartition)));
    }

    private final class Mocks implements LogClients {
        @Override
        public Consumer<byte[], byte[]> commandConsumer() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Consumer<byte[], byte[]> tailReader() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Producer<byte[], byte[]> producer(String transactionalId) {
            var producer = new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
            producers.add(producer);
            return producer;
        }

        @Override
        public Admin admin() {
            throw new UnsupportedOperationException();
        }
    }
}
