package dev.epochal.processor.log;

import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/// What is to be done about a failed transaction. Nothing is ever just sent again: either it is certain that the
/// transaction has no effect, or the log is read again to learn whether it has.
enum LogFailure {
    /// The transaction is certainly not in effect: abort it, and take the partition over again. To go on with the
    /// same producer would be faster, but should a broker lose the marker of the abort, the producer's next
    /// transaction would put both in effect.
    ABORT,
    /// Fatal, or nobody knows: close the producers, drop the state, take the partition over again.
    REBUILD,
    /// As [#REBUILD], but only an operator can help: a right is missing or the broker is configured otherwise.
    MISCONFIGURED;

    /// How far a transaction had come when it failed.
    enum Step {
        /// Before the producer was asked to end it.
        OPEN,
        /// While the producer waited to hear that it was ended.
        ENDING
    }

    /// Sorts an exception of the producer into the categories of KIP-1050.
    static LogFailure of(Throwable thrown, Step step) {
        return switch (cause(thrown)) {
            case TransactionAbortableException _ -> ABORT;
            // The consumer group moved on without this member. The offsets, and so the transaction, were refused.
            case CommitFailedException _ -> ABORT;
            case IllegalGenerationException _ -> ABORT;
            case UnknownMemberIdException _ -> ABORT;
            case RebalanceInProgressException _ -> ABORT;
            // In a transaction a retriable error is not to be retried (KAFKA-18579); while ending, it says nothing.
            case RetriableException _ -> step == Step.OPEN ? ABORT : REBUILD;
            case InvalidConfigurationException _ -> MISCONFIGURED;
            // ApplicationRecoverableException, fatal ones, and whatever a later client may throw.
            default -> REBUILD;
        };
    }

    /// The producer wraps what put it into an error state into plain KafkaExceptions.
    private static Throwable cause(Throwable thrown) {
        Throwable at = thrown;
        while (isWrapper(at) && at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }

    private static boolean isWrapper(Throwable thrown) {
        return thrown instanceof KafkaException
                && !(thrown instanceof ApiException)
                && !(thrown instanceof CommitFailedException);
    }
}
