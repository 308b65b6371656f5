/// What is sent to the server, and whether it did what it said.
@NullMarked
package dev.epochal.bench.workload;

import org.jspecify.annotations.NullMarked;
