package dev.epochal.processor.log;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.Identity;

/// What answering a command needs of it.
///
/// @param groupId the group that the command names; empty for the directory
/// @param verdictPartition where the api instance waits
record Submission(ByteString id, Identity submittedBy, ByteString groupId, int verdictPartition) {}
