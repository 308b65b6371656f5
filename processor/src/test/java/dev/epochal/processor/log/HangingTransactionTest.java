package dev.epochal.processor.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The partition knows the transaction by epoch 7.
@DisplayNameGeneration(ReplaceUnderscores.class)
class HangingTransactionTest {
    private static final HangingTransaction OPEN = new HangingTransaction(
            new TopicPartition("mls.group.events", 1),
            new ProducerState(15, 7, 0, 1000, OptionalInt.of(16), OptionalLong.of(93)));

    @ParameterizedTest
    @CsvSource({
        // The coordinator has not come to its end.
        "ONGOING, 7, OPEN",
        "PREPARE_COMMIT, 8, OPEN",
        "PREPARE_ABORT, 8, OPEN",
        "PREPARE_EPOCH_FENCE, 8, OPEN",
        // It was the last one.
        "COMPLETE_COMMIT, 8, COMMIT",
        "COMPLETE_ABORT, 8, ABORT",
        // Its producer went on, which it does after it has committed.
        "ONGOING, 8, COMMIT",
        "COMPLETE_COMMIT, 9, COMMIT",
        // The one that was aborted may be this one or a later one.
        "COMPLETE_ABORT, 9, FORGOTTEN",
        // A new owner has fenced the producer.
        "EMPTY, 9, FORGOTTEN",
        "UNKNOWN, 9, FORGOTTEN",
        "COMPLETE_COMMIT, 7, FORGOTTEN"
    })
    void ends_as_its_coordinator_knows(TransactionState state, int producerEpoch, HangingTransaction.Ending ending) {
        var known = new TransactionDescription(1, state, 15, producerEpoch, 10_000, OptionalLong.empty(), Set.of());
        assertThat(OPEN.ending(known)).isEqualTo(ending);
    }
}
