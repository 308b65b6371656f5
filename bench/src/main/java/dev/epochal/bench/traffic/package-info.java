/// Valid MLS traffic, made before the clock runs.
@NullMarked
package dev.epochal.bench.traffic;

import org.jspecify.annotations.NullMarked;
