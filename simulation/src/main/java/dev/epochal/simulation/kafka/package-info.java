/// The clients of a simulated process, as the processor's shell asks for them.
@NullMarked
package dev.epochal.simulation.kafka;

import org.jspecify.annotations.NullMarked;
