/// Refusals as the caller sees them: problem documents (RFC 9457), one type for each reason.
@NullMarked
package dev.epochal.api.problem;

import org.jspecify.annotations.NullMarked;
