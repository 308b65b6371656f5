/// Following groups of live clients of another implementation.
@NullMarked
package dev.epochal.mls.live;

import org.jspecify.annotations.NullMarked;
