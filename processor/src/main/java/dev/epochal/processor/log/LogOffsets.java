package dev.epochal.processor.log;

import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.TopicPartition;

/// What taking over asks the log. Safe for use by several threads.
interface LogOffsets {
    /// The records of a partition, those of open transactions included.
    ///
    /// @param begin offset of the first record
    /// @param end offset behind the last record
    record Bounds(long begin, long end) {}

    /// Where a partition begins and ends at this moment.
    ///
    /// @throws ExecutionException if the log can't be asked
    Bounds bounds(TopicPartition partition) throws ExecutionException, InterruptedException;

    /// The acknowledged position of a command partition; empty if there is none. A position in an open transaction is
    /// waited for.
    ///
    /// @throws ExecutionException if the log can't be asked
    OptionalLong acknowledged(TopicPartition commands) throws ExecutionException, InterruptedException;

    /// Ends the transactions of a command partition's earlier producers that a broker has left open though they have
    /// ended. To be called before producers are fenced: the log forgets then how they ended.
    ///
    /// @throws ExecutionException if the log can't be asked
    /// @throws IllegalStateException if one can't be ended
    void endHanging(TopicPartition commands) throws ExecutionException, InterruptedException;
}
