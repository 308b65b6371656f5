/// The log and the database that the server stands on: embedded or given from outside, and the log's topics.
@NullMarked
package dev.epochal.server.backing;

import org.jspecify.annotations.NullMarked;
