package dev.epochal.processor.log;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.projections.read.LastRecord;
import dev.epochal.schema.log.RecordSeal;
import java.time.Duration;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// Reads the end of an events partition: which command was accepted last, and whether what the read model has taken is
/// there still.
final class EventsTail {
    private static final long WINDOW = 64;
    private static final Duration POLL = Duration.ofMillis(100);

    private final TakeOver.Ports ports;
    private final Ledger<?, ?, ?> ledger;
    private final TopicPartition events;

    EventsTail(TakeOver.Ports ports, Ledger<?, ?, ?> ledger, int partition) {
        this.ports = ports;
        this.ledger = ledger;
        this.events = new TopicPartition(ledger.events().topicName(), partition);
    }

    /// The offset of the newest accepted command; empty if the events partition holds no event. Needed only where the
    /// consumer group has no acknowledged position, which the broker forgets after days of silence.
    ///
    /// @param begin first offset of the partition
    /// @param end offset behind its last record
    OptionalLong newestCommand(long begin, long end, Duration timeout) {
        long deadline = ports.ticker().nanos() + timeout.toNanos();
        return ports.tails().ask(events, reader -> {
            // The last offsets may hold nothing but the markers of transactions, so the window grows.
            for (long window = WINDOW; ; window *= 2) {
                long from = Math.max(begin, end - window);
                OptionalLong newest = read(reader, from, end, deadline);
                if (newest.isPresent() || from == begin) {
                    return newest;
                }
            }
        });
    }

    /// Whether a record stands where the read model has found it.
    boolean holds(LastRecord wanted, Duration timeout) {
        long deadline = ports.ticker().nanos() + timeout.toNanos();
        return ports.tails().ask(events, reader -> {
            reader.seek(events, wanted.offset());
            while (reader.position(events) <= wanted.offset()) {
                requireInTime(deadline);
                for (var there : reader.poll(POLL)) {
                    return wanted.is(there.offset(), seal(there));
                }
            }
            return false;
        });
    }

    private OptionalLong read(Consumer<byte[], byte[]> reader, long from, long end, long deadline) {
        OptionalLong newest = OptionalLong.empty();
        reader.seek(events, from);
        while (reader.position(events) < end) {
            requireInTime(deadline);
            for (var source : reader.poll(POLL)) {
                newest = OptionalLong.of(Math.max(newest.orElse(-1), command(source)));
            }
        }
        return newest;
    }

    private void requireInTime(long deadline) {
        if (ports.ticker().nanos() >= deadline) {
            throw new IllegalStateException("The end of " + events + " can't be read in time");
        }
    }

    private static byte @Nullable [] seal(ConsumerRecord<byte[], byte[]> source) {
        Header header = source.headers().lastHeader(RecordSeal.HEADER);
        return header == null ? null : header.value();
    }

    private long command(ConsumerRecord<byte[], byte[]> source) {
        if (!RecordSeal.matches(seal(source), ledger.events(), source.key(), source.value())) {
            throw new IllegalStateException("The seal of " + events + " offset " + source.offset() + " is broken");
        }
        try {
            var command = ledger.commandOf(source.value());
            if (command.getPartition() != events.partition()) {
                throw new IllegalStateException("The event at " + events + " offset " + source.offset()
                        + " decided a command of partition " + command.getPartition());
            }
            return command.getOffset();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("No event stands at " + events + " offset " + source.offset(), e);
        }
    }
}
