/// What it costs to follow a group: JMH benchmarks of `mls`.
@NullMarked
package dev.epochal.bench.staging;

import org.jspecify.annotations.NullMarked;
