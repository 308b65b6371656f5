/// Sends requests at a pace and measures how long each answer takes from the moment it was due.
@NullMarked
package dev.epochal.bench.load;

import org.jspecify.annotations.NullMarked;
