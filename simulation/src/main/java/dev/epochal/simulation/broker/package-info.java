/// A Kafka broker in memory: partition logs, transactions of version 2, and the processors' consumer group.
@NullMarked
package dev.epochal.simulation.broker;

import org.jspecify.annotations.NullMarked;
