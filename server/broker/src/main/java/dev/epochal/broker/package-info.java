/// The main program of the embedded Kafka broker, which is a process of its own.
@NullMarked
package dev.epochal.broker;

import org.jspecify.annotations.NullMarked;
