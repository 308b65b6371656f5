package dev.epochal.projections.read;

import dev.epochal.schema.log.Topic;

/// A position of an events partition that an answer must have reached.
///
/// @param nextOffset everything before it must be in the answer
public record ReadPoint(Topic topic, int partition, long nextOffset) {}
