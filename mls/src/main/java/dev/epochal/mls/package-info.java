/// RFC 9420 without secrets: what an observer who holds no group secret can parse, verify and follow.
///
/// No I/O, no Kafka, no SQL, no clock, no random source. All types are immutable and safe for use by several threads
/// unless a type says otherwise.
@NullMarked
package dev.epochal.mls;

import org.jspecify.annotations.NullMarked;
