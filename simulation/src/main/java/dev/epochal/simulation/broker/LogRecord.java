package dev.epochal.simulation.broker;

/// What a producer appends.
///
/// @param seal the value of the header that every record of the log has
@SuppressWarnings("ArrayRecordComponent")
public record LogRecord(byte[] key, byte[] value, byte[] seal) {}
