package dev.epochal.server.fsck;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.processor.core.DamagedHistoryException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What the log has told so far of one group or user. Not thread-safe.
interface KeyHistory {
    /// Takes the next record under the key.
    ///
    /// @throws DifferenceException if the record isn't what it should be
    void take(ConsumerRecord<byte[], byte[]> read) throws InvalidProtocolBufferException;

    /// The last record has been taken.
    ///
    /// @throws DifferenceException if something is missing
    default void end() {}

    /// The seq of the newest event; -1 if there is none.
    long seq();

    /// About how many octets of memory it takes.
    long weight();

    /// What a history that contradicts itself has: an event that should have been refused is told from one that says
    /// something else than what follows.
    static DifferenceException difference(DamagedHistoryException e) {
        return new DifferenceException(
                e.getCause() == null || e.getCause() instanceof DamagedHistoryException
                        ? Kind.DERIVATION
                        : Kind.REFUSED,
                String.valueOf(e.getMessage()));
    }
}
