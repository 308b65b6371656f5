/// The Kafka shell that runs the pure core: it reads commands, lets the core decide, and appends events, verdicts and
/// the position that was read in one transaction.
///
/// ```
/// Processors ─ starts ─► ProcessorLoop (a thread with a consumer)
///                           └─ Assignment ─► Tenure (a partition while the thread has it)
///                                              ├─ TakeOver: fence, know the end, wait for the read model
///                                              └─ OwnedPartition: read → load → decide → append → adopt
/// ```
///
/// Nothing is decided here. What differs between groups and the directory is behind [Ledger].
@NullMarked
package dev.epochal.processor.log;

import org.jspecify.annotations.NullMarked;
