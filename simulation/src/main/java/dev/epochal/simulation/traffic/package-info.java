/// MLS traffic that is valid to the server and depends on the seed only.
@NullMarked
package dev.epochal.simulation.traffic;

import org.jspecify.annotations.NullMarked;
