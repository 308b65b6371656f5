/// Projections: events and verdicts of the log become rows of the read model.
///
/// ```
/// Projections → ProjectorLoop (a thread and its consumer) → Course (a partition)
///             → Projector (a batch) → Projection (the rows of a topic)
/// ```
///
/// The rows of a batch and the partition's new position stand in one SQL transaction, and the position moves only from
/// the value that this projector left it at. So nothing is projected twice or skipped, whoever dies and wherever.
@NullMarked
package dev.epochal.projections.project;

import org.jspecify.annotations.NullMarked;
