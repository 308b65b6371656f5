package dev.epochal.processor.log;

import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.TopicPartition;

/// A transaction of a processor that stands open in a partition.
///
/// Brokers of Kafka 4 that have no leader for a partition, as when the only one shuts down, take the partition for
/// deleted and call a transaction complete without having written its marker there. Nothing ends it any more, and
/// whoever reads what is certain waits at its first record for good.
///
/// @param partition where it stands open
/// @param producer what the partition knows of its producer
record HangingTransaction(TopicPartition partition, ProducerState producer) {
    /// How it has to be ended.
    enum Ending {
        /// Its coordinator may still end it.
        OPEN,
        /// It was committed.
        COMMIT,
        /// It was aborted.
        ABORT,
        /// The coordinator has forgotten how it ended.
        FORGOTTEN
    }

    /// How it ended by what its coordinator knew *before* the partition was asked: a transaction is complete only
    /// when all its markers are written, so what is open then will stay so.
    ///
    /// The end of a transaction moves the producer's epoch on by one (KIP-890). A processor goes on with a producer
    /// only after it committed, and takes its partition over anew after anything else; so what a later transaction
    /// of the same producer has left behind was committed.
    Ending ending(TransactionDescription known) {
        int after = producer.producerEpoch() + 1;
        int now = known.producerEpoch();
        return switch (known.state()) {
            case ONGOING -> now < after ? Ending.OPEN : Ending.COMMIT;
            case PREPARE_COMMIT, PREPARE_ABORT, PREPARE_EPOCH_FENCE -> Ending.OPEN;
            case COMPLETE_COMMIT -> now < after ? Ending.FORGOTTEN : Ending.COMMIT;
            case COMPLETE_ABORT -> now == after ? Ending.ABORT : Ending.FORGOTTEN;
            case EMPTY, UNKNOWN -> Ending.FORGOTTEN;
        };
    }
}
