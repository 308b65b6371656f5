package dev.epochal.projections.project;

import com.google.protobuf.ByteString;

/// A record of the log whose seal and key are right.
///
/// @param offset where it stands in its partition
/// @param key the record's key
/// @param value what it says
/// @param octets the value exactly as it stands on the log
/// @param seal the seal that came with it
record Entry<E>(long offset, ByteString key, E value, ByteString octets, ByteString seal) {}
