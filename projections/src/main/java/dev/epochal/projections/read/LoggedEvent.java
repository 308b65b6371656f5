package dev.epochal.projections.read;

import dev.epochal.schema.record.GroupEvent;

/// An event with its place on the log.
///
/// @param partition the partition of the events topic
/// @param offset where it stands in the partition
/// @param event the event
public record LoggedEvent(int partition, long offset, GroupEvent event) {}
