package dev.epochal.processor.log;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/// Makes the clients that the shell talks to the log with. The caller closes what it was given.
interface LogClients {
    /// A member of the processors' consumer group, not yet subscribed. It never moves a position by itself.
    Consumer<byte[], byte[]> commandConsumer();

    /// A reader of ended transactions that belongs to no consumer group.
    Consumer<byte[], byte[]> tailReader();

    /// A producer with this transactional id, not yet initialised.
    Producer<byte[], byte[]> producer(String transactionalId);

    /// A client for questions about the log. Safe for use by several threads.
    Admin admin();
}
