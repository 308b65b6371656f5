package dev.epochal.projections.project;

/// How the projections of this process are.
///
/// @param records records on the assigned partitions that are not projected yet
/// @param haltedPartitions assigned partitions that stopped at a record that can't be trusted
/// @param haltedKeys groups and users that stopped at a contradiction
/// @param waitingPartitions assigned partitions that wait for the database
/// @param threads how many threads run
public record ProjectionsHealth(
        long records, int haltedPartitions, long haltedKeys, int waitingPartitions, int threads) {}
