/// Extensions and their registered contents (RFC 9420 §13.4, §17.3). Unknown types are kept as they came.
@NullMarked
package dev.epochal.mls.extension;

import org.jspecify.annotations.NullMarked;
