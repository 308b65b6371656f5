/// The presentation language of RFC 9420 §2.1: octets, the strict reader, the writer and the one exception for bytes
/// that are not well formed. No MLS struct lives here.
@NullMarked
package dev.epochal.mls.codec;

import org.jspecify.annotations.NullMarked;
