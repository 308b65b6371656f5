package dev.epochal.processor.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/// The two transactional producers of one command partition, used in turn: while the broker still writes the markers of
/// one producer's transaction, the other's can begin.
///
/// Two ids alone wouldn't fence soundly: of two processors that initialise them at the same time, each could end up
/// with one. So the first transaction after [#fence] always goes through `a`, and `b` is used only after that one
/// succeeded. Who succeeds on `a` initialised it last, hence initialised `b` after every earlier processor had
/// stopped writing to either.
final class ProducerPair implements AutoCloseable {
    private final List<Producer<byte[], byte[]>> producers = new ArrayList<>();
    private int turn;

    private ProducerPair() {}

    /// Fences all earlier producers of the partition. Returns when their transactions are ended, one way or the other.
    static ProducerPair fence(LogClients clients, TopicPartition commands) {
        var pair = new ProducerPair();
        try {
            // Both look for the brokers while the first one waits for its turn.
            for (String transactionalId : transactionalIds(commands)) {
                pair.producers.add(clients.producer(transactionalId));
            }
            pair.producers.forEach(Producer::initTransactions);
            return pair;
        } catch (RuntimeException e) {
            pair.close();
            throw e;
        }
    }

    /// The ids of a partition's producers: always the same, whoever owns it.
    static List<String> transactionalIds(TopicPartition commands) {
        String id = "proc-" + commands.topic() + "-" + commands.partition();
        return List.of(id + "-a", id + "-b");
    }

    /// The producer whose turn it is.
    Producer<byte[], byte[]> current() {
        return producers.get(turn);
    }

    /// Lets the other one be next. Only to be called when a transaction of this one was ended.
    void takeTurns() {
        turn = 1 - turn;
    }

    /// Drops both without waiting and without aborting: after a fatal failure that wouldn't be theirs to do.
    @Override
    public void close() {
        producers.forEach(producer -> producer.close(Duration.ZERO));
    }
}
