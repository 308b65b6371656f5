package dev.epochal.simulation.kafka;

/// How patient the clients of a simulated process are, in nanoseconds.
///
/// @param transactionNanos after how long the broker ends a transaction by itself
/// @param deliveryNanos how long a record may take
/// @param blockNanos how long a call may take
/// @param heartbeatNanos how often a consumer shows that it lives
/// @param pollNanos after how long without a poll a consumer leaves its group
/// @param recordsMax how many records a poll brings at most
public record ClientTiming(
        long transactionNanos,
        long deliveryNanos,
        long blockNanos,
        long heartbeatNanos,
        long pollNanos,
        int recordsMax) {}
