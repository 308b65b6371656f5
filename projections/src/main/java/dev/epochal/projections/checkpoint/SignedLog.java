package dev.epochal.projections.checkpoint;

import com.google.protobuf.ByteString;
import dev.epochal.schema.history.CompactRange;

/// What was signed of a log last.
///
/// @param logId names the history
/// @param groupId whose history it is
/// @param head the leaf hash of the newest event that it covers
/// @param range the tree that it covers
/// @param note the signed checkpoint
/// @param signedAtMs when, in milliseconds since 1970
public record SignedLog(
        ByteString logId, ByteString groupId, ByteString head, CompactRange range, String note, long signedAtMs) {}
