/// The load generator: measures a running server and the floors that it stands on.
@NullMarked
package dev.epochal.bench;

import org.jspecify.annotations.NullMarked;
