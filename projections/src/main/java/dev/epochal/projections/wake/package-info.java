/// Wakes readers that wait for a change of a group or of what concerns a client.
@NullMarked
package dev.epochal.projections.wake;

import org.jspecify.annotations.NullMarked;
