/// What proves a group's history: checkpoints, proofs, and the export that auditors replay.
@NullMarked
package dev.epochal.api.history;

import org.jspecify.annotations.NullMarked;
