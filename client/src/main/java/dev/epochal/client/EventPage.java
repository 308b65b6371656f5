package dev.epochal.client;

import java.util.List;

/// A piece of a group's history.
///
/// @param events the events, by seq without a gap; empty if there are none yet
/// @param first the seq that the page begins with; it is beyond the one that was asked for if the caller was no member
///     in between
/// @param next the seq to ask for next
/// @param over whether nothing will follow, because the caller was removed and has all up to there
/// @param headSeq the seq of the newest event that the caller may read
/// @param epoch the newest epoch that the caller may read of
public record EventPage(List<GroupEvent> events, long first, long next, boolean over, long headSeq, long epoch) {}
