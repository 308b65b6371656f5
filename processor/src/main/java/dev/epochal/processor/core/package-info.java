/// The heart of Epochal: what a command leads to (`decide`) and what an event does to a state (`evolve`). Pure.
///
/// ```
/// command ──► GroupDecider ──► Decision: an event and its verdict, an earlier verdict, or a refusal
/// event   ──► GroupEvolution ──► GroupState        snapshot ──► GroupEvolution ──► GroupState
/// ```
///
/// The same for the directory. No clock, randomness, I/O, log or thread: the only port is the verification of
/// signatures, and the only time is the log's timestamp of the command. A submission goes through steps that can't be
/// skipped, a type for each: received (its sizes are within limits), parsed, addressed (to this group, in this epoch,
/// by this caller), staged (verified as far as an observer can), accepted (within the group's policy).
@NullMarked
package dev.epochal.processor.core;

import org.jspecify.annotations.NullMarked;
