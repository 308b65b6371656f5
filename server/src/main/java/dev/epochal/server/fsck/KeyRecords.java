package dev.epochal.server.fsck;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.schema.log.RecordSeal;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/// Takes the records of one key into its history, and stops at the first that is wrong.
final class KeyRecords {
    private final Stretch stretch;
    private final ByteString key;
    private final KeyHistory history;
    private long weight;
    private boolean stopped;

    KeyRecords(Stretch stretch, ByteString key, KeyHistory history) {
        this.stretch = stretch;
        this.key = key;
        this.history = history;
    }

    /// @return by how many octets its memory has grown
    long take(List<ConsumerRecord<byte[], byte[]>> records, Findings findings, Sighting sighting) {
        for (ConsumerRecord<byte[], byte[]> each : records) {
            if (!stopped) {
                take(each, findings, sighting);
            }
        }
        long before = weight;
        weight = history.weight();
        return weight - before;
    }

    private void take(ConsumerRecord<byte[], byte[]> read, Findings findings, Sighting sighting) {
        try {
            checkSeal(read);
            history.take(read);
            sighting.saw(stretch, read, history.seq());
        } catch (DifferenceException e) {
            // What stands twice is ignored by every reader, so the history goes on.
            stopped = e.kind() != Kind.REPEATED;
            findings.add(new Finding(e.kind(), place(read), String.valueOf(e.getMessage())));
        } catch (InvalidProtocolBufferException e) {
            stopped = true;
            findings.add(new Finding(Kind.UNREADABLE, place(read), "it is no event: " + e.getMessage()));
        }
    }

    /// All records have been taken.
    void end(Findings findings) {
        if (!stopped) {
            try {
                history.end();
            } catch (DifferenceException e) {
                stopped = true;
                findings.add(new Finding(e.kind(), whereabouts(), String.valueOf(e.getMessage())));
            }
        }
    }

    private void checkSeal(ConsumerRecord<byte[], byte[]> read) {
        DifferenceException.require(read.value() != null, Kind.UNREADABLE, "it has no value");
        Header seal = read.headers().lastHeader(RecordSeal.HEADER);
        DifferenceException.require(
                RecordSeal.matches(seal == null ? null : seal.value(), stretch.topic(), read.key(), read.value()),
                Kind.SEAL,
                "its seal isn't that of its topic, key and value");
    }

    private Place place(ConsumerRecord<byte[], byte[]> read) {
        return new Place(stretch.topic(), stretch.partition(), read.offset(), Optional.of(key));
    }

    ByteString key() {
        return key;
    }

    /// The history, unless it stopped.
    Optional<KeyHistory> intact() {
        return stopped ? Optional.empty() : Optional.of(history);
    }

    /// Where the key is, as far as known.
    Place whereabouts() {
        return new Place(stretch.topic(), stretch.partition(), -1, Optional.of(key));
    }
}
