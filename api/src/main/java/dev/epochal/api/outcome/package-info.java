/// What was decided about a submission, for a client that lost the answer.
@NullMarked
package dev.epochal.api.outcome;

import org.jspecify.annotations.NullMarked;
