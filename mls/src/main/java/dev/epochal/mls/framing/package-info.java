/// The envelopes (RFC 9420 §6): the entry is `MlsMessage.parse`.
@NullMarked
package dev.epochal.mls.framing;

import org.jspecify.annotations.NullMarked;
