/// The way of a write: a command to the log, and its verdict back to the request that waits for it.
@NullMarked
package dev.epochal.api.submission;

import org.jspecify.annotations.NullMarked;
