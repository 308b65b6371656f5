/// Signs how far each group's history has come, and never goes back.
///
/// {@link dev.epochal.projections.checkpoint.CheckpointSigner} is the way in. What it has signed stands in a row of its
/// own for each log, which no projection writes and no rebuild deletes.
@NullMarked
package dev.epochal.projections.checkpoint;

import org.jspecify.annotations.NullMarked;
