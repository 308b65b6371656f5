/// Virtual time: one line of steps, whose order depends on a seed only.
@NullMarked
package dev.epochal.simulation.time;

import org.jspecify.annotations.NullMarked;
