/// What was measured, beside what it was to reach.
@NullMarked
package dev.epochal.bench.report;

import org.jspecify.annotations.NullMarked;
