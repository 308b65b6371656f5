/// The read model in memory, as an independent fold of the events.
@NullMarked
package dev.epochal.simulation.rows;

import org.jspecify.annotations.NullMarked;
