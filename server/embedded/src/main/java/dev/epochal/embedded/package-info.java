/// The embedded default: a real Kafka broker and a real PostgreSQL as child processes of this program.
///
/// {@link dev.epochal.embedded.EmbeddedBroker} and {@link dev.epochal.embedded.EmbeddedPostgres} are the two ways in.
/// Both keep everything in the data folder that they are given, listen on the loopback address only, and end with this
/// program, however it ends. Nothing here knows what the broker and the database are used for.
@NullMarked
package dev.epochal.embedded;

import org.jspecify.annotations.NullMarked;
