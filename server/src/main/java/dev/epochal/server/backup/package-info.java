/// Copies of the events outside of the log: made while it is in use, checked, and put into an empty log again.
///
/// Everything else can be derived from the events, so nothing else is copied.
@NullMarked
package dev.epochal.server.backup;

import org.jspecify.annotations.NullMarked;
