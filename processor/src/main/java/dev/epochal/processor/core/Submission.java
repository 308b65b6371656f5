package dev.epochal.processor.core;

import dev.epochal.mls.follow.Observer;
import dev.epochal.schema.record.Identity;

/// What every step of a decision about an existing group looks at.
///
/// @param state the group
/// @param caller who asks
/// @param limits what is too much
/// @param observer checks at the time of the command
/// @param registered whose leaves the submission may bring along
record Submission(GroupState state, Identity caller, Limits limits, Observer observer, RegisteredKeys registered) {}
