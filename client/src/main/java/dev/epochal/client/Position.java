package dev.epochal.client;

/// Where a record lies in the server's log.
///
/// @param partition the partition
/// @param offset the place in the partition, from 0
public record Position(int partition, long offset) {}
