/// Proposals (RFC 9420 §12.1 and the MLS extensions draft): what each of them says, not whether it may be applied.
@NullMarked
package dev.epochal.mls.proposal;

import org.jspecify.annotations.NullMarked;
