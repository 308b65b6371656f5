package dev.epochal.processor.log;

import static dev.epochal.processor.log.LogFailure.ABORT;
import static dev.epochal.processor.log.LogFailure.MISCONFIGURED;
import static dev.epochal.processor.log.LogFailure.REBUILD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ConcurrentTransactionsException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LogFailureTest {
    /// Exception, what it means while the transaction is open, and what while it is being ended.
    static Stream<Arguments> table() {
        return Stream.of(
                // abortable
                arguments(new TransactionAbortableException("x"), ABORT, ABORT),
                // retriable: known to be without effect only as long as nobody asked to end the transaction
                arguments(new TimeoutException("x"), ABORT, REBUILD),
                arguments(new NotEnoughReplicasException("x"), ABORT, REBUILD),
                arguments(new ConcurrentTransactionsException("x"), ABORT, REBUILD),
                // the consumer group moved on
                arguments(new CommitFailedException("x"), ABORT, ABORT),
                arguments(new IllegalGenerationException("x"), ABORT, ABORT),
                arguments(new UnknownMemberIdException("x"), ABORT, ABORT),
                arguments(new RebalanceInProgressException("x"), ABORT, ABORT),
                // application-recoverable
                arguments(new ProducerFencedException("x"), REBUILD, REBUILD),
                arguments(new InvalidProducerEpochException("x"), REBUILD, REBUILD),
                arguments(new InvalidPidMappingException("x"), REBUILD, REBUILD),
                arguments(new FencedInstanceIdException("x"), REBUILD, REBUILD),
                // fatal, or of no category
                arguments(new InvalidTxnStateException("x"), REBUILD, REBUILD),
                arguments(new OutOfOrderSequenceException("x"), REBUILD, REBUILD),
                arguments(new UnknownProducerIdException("x"), REBUILD, REBUILD),
                arguments(new TransactionAbortedException("x"), REBUILD, REBUILD),
                arguments(new UnknownServerException("x"), REBUILD, REBUILD),
                arguments(new RecordTooLargeException("x"), REBUILD, REBUILD),
                arguments(new KafkaException("x"), REBUILD, REBUILD),
                arguments(new IllegalStateException("x"), REBUILD, REBUILD),
                // invalid configuration
                arguments(new TopicAuthorizationException("x"), MISCONFIGURED, MISCONFIGURED),
                arguments(new TransactionalIdAuthorizationException("x"), MISCONFIGURED, MISCONFIGURED),
                arguments(new UnsupportedVersionException("x"), MISCONFIGURED, MISCONFIGURED));
    }

    @ParameterizedTest
    @MethodSource("table")
    void sorts_by_category_and_by_how_far_the_transaction_was(
            RuntimeException thrown, LogFailure open, LogFailure ending) {
        assertThat(LogFailure.of(thrown, LogFailure.Step.OPEN)).isEqualTo(open);
        assertThat(LogFailure.of(thrown, LogFailure.Step.ENDING)).isEqualTo(ending);
    }

    @ParameterizedTest
    @MethodSource("table")
    void looks_through_the_error_state_that_the_producer_wraps_it_into(
            RuntimeException thrown, LogFailure open, LogFailure ending) {
        var wrapped = new KafkaException("in an error state", new KafkaException("again", thrown));
        assertThat(LogFailure.of(wrapped, LogFailure.Step.OPEN)).isEqualTo(open);
        assertThat(LogFailure.of(wrapped, LogFailure.Step.ENDING)).isEqualTo(ending);
    }

    @Test
    void an_interrupt_leaves_the_outcome_unknown() {
        var thrown = new InterruptException(new InterruptedException());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(LogFailure.of(thrown, LogFailure.Step.ENDING)).isEqualTo(REBUILD);
    }
}
