package dev.epochal.processor.log;

import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/// Lends readers of the ends of partitions, and keeps them for the next one: to make a reader costs much more than what
/// it is asked, and groups wait for the answer. Safe for use by several threads; each reader is one thread's at a time.
final class TailReaders implements AutoCloseable {
    private final LogClients clients;
    private final Deque<Consumer<byte[], byte[]>> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    TailReaders(LogClients clients) {
        this.clients = clients;
    }

    /// Asks a reader that has this partition, wherever it stands in it. One that fails is not asked again.
    <T> T ask(TopicPartition partition, Function<Consumer<byte[], byte[]>, T> question) {
        var reader = Optional.ofNullable(idle.poll()).orElseGet(clients::tailReader);
        boolean answered = false;
        try {
            reader.assign(List.of(partition));
            T answer = question.apply(reader);
            answered = true;
            return answer;
        } finally {
            if (answered) {
                idle.push(reader);
            } else {
                reader.close();
            }
            if (closed) {
                close();
            }
        }
    }

    /// Closes those that nobody uses; the others when they come back.
    @Override
    public void close() {
        closed = true;
        for (var reader = idle.poll(); reader != null; reader = idle.poll()) {
            reader.close();
        }
    }
}
