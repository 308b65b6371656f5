/// A simulated world: everything that takes part in the story of one seed.
@NullMarked
package dev.epochal.simulation.world;

import org.jspecify.annotations.NullMarked;
