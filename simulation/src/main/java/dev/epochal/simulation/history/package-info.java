/// What is promised, and whether a history keeps it.
@NullMarked
package dev.epochal.simulation.history;

import org.jspecify.annotations.NullMarked;
