/// What other modules may see of the read model: rows as values, and the positions up to which they are projected.
///
/// Every method reads committed rows. Where a caller needs its own write, it waits with [ReadPositions] first.
@NullMarked
package dev.epochal.projections.read;

import org.jspecify.annotations.NullMarked;
