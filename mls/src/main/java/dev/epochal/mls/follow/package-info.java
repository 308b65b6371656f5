/// Following a group without its secrets.
///
/// An [Observer] verifies what it is shown and turns it into steps that can't be skipped: a GroupInfo and a
/// tree become a [PublicGroup], a message becomes a [VerifiedProposal], a Commit becomes a [StagedCommit], and
/// that holds the next `PublicGroup`. All of these are immutable values: to drop a step is to forget it.
///
/// The tree is persistent: a change copies the path from a leaf to the root and shares all the rest, cached hashes
/// included.
@NullMarked
package dev.epochal.mls.follow;

import org.jspecify.annotations.NullMarked;
