package dev.epochal.api.submission;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.Verdict;
import java.util.UUID;

/// A submission with its verdict.
///
/// @param submission the id under which its outcome can be asked for
/// @param idempotencyKey what makes a second sending the same submission
/// @param verdict what was decided
public record Decided(UUID submission, ByteString idempotencyKey, Verdict verdict) {}
