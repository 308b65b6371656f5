/// The Commit and what it covers (RFC 9420 §12.4).
@NullMarked
package dev.epochal.mls.commit;

import org.jspecify.annotations.NullMarked;
