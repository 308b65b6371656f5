/// The processor in simulated worlds: the real shell and core, and everything around them under control of a seed.
@NullMarked
package dev.epochal.simulation;

import org.jspecify.annotations.NullMarked;
