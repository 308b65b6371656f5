package dev.epochal.server.fsck;

import com.google.protobuf.ByteString;
import dev.epochal.projections.database.RowDifference;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Looks out for the event that a differing row follows from, while the log is read for other reasons. Thread-safe.
final class Sighting {
    private final Optional<RowDifference> difference;
    private volatile Optional<Place> place = Optional.empty();

    Sighting(Optional<RowDifference> difference) {
        this.difference = difference;
    }

    /// A record was taken as event `seq` of its key. Where the row names no event, the last one of its key is meant.
    void saw(Stretch stretch, ConsumerRecord<byte[], byte[]> read, long seq) {
        difference.ifPresent(wanted -> {
            var origin = wanted.origin();
            var key = ByteString.copyFrom(read.key());
            if (origin.topicName().equals(read.topic())
                    && origin.recordKey().equals(key)
                    && origin.seq().orElse(seq) == seq) {
                place = Optional.of(new Place(stretch.topic(), stretch.partition(), read.offset(), Optional.of(key)));
            }
        });
    }

    Optional<Place> place() {
        return place;
    }
}
