/// Servers that are broken on purpose: a checker that doesn't notice them isn't one.
@NullMarked
package dev.epochal.simulation.broken;

import org.jspecify.annotations.NullMarked;
