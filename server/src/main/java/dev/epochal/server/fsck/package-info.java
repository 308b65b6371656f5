/// Checks a log and the read model that was derived from it.
///
/// Reads every record of the events topics, checks its seal and its place, judges each event again with `mls`,
/// derives every state and compares it with what the log says and what the read model holds; then compares every row
/// of the read model with one that was projected anew beside it. {@link dev.epochal.server.fsck.Fsck} is the way in.
/// Nothing is repaired.
@NullMarked
package dev.epochal.server.fsck;

import org.jspecify.annotations.NullMarked;
