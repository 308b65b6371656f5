package dev.epochal.client;

import java.util.List;

/// A piece of a group's history.
///
/// @param events the events, by seq without a gap; empty if there are none yet
/// @param next the seq to ask for next
/// @param headSeq the seq of the group's newest event
/// @param epoch the group's epoch
public record EventPage(List<GroupEvent> events, long next, long headSeq, long epoch) {}
