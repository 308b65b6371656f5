/// The verbs of the command line.
@NullMarked
package dev.epochal.bench.verb;

import org.jspecify.annotations.NullMarked;
