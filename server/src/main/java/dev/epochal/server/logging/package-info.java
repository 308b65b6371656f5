/// The form of the log: one JSON object in each line.
@NullMarked
package dev.epochal.server.logging;

import org.jspecify.annotations.NullMarked;
