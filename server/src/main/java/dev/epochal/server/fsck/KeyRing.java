package dev.epochal.server.fsck;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.schema.history.Erasures;
import dev.epochal.schema.history.SealedEvents;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.PayloadKeys;
import dev.epochal.schema.record.SeqRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The keys of all groups' payloads that are left. Read before the events, and then only asked.
final class KeyRing {
    private final Map<ByteString, PayloadKeys> newest = new HashMap<>();

    /// Takes the next record of the topic of keys. One that can't be read is reported where the topic is checked.
    void take(ConsumerRecord<byte[], byte[]> read) {
        try {
            if (read.key() != null && read.value() != null) {
                newest.put(ByteString.copyFrom(read.key()), PayloadKeys.parseFrom(read.value()));
            }
        } catch (InvalidProtocolBufferException _) {
            newest.remove(ByteString.copyFrom(read.key()));
        }
    }

    /// The newest event that took keys of a group away; 0 if none has.
    long newestErasure(ByteString groupId) {
        return newest.getOrDefault(groupId, PayloadKeys.getDefaultInstance()).getSeq();
    }

    /// Whether a group still has a key that its history has erased: keys of before were put back.
    boolean hasAnyOf(ByteString groupId, List<SeqRange> erased) {
        PayloadKeys keys = newest.getOrDefault(groupId, PayloadKeys.getDefaultInstance());
        return !Erasures.without(keys, erased, 0).equals(keys);
    }

    /// The event as everybody reads it.
    ///
    /// @throws DifferenceException if its payload isn't sealed under the key that the group has for it
    GroupEvent opened(GroupEvent event) {
        if (!event.hasMessageAccepted()) {
            return event;
        }
        DifferenceException.require(SealedEvents.isSealed(event), Kind.PAYLOAD_KEY, "its payload isn't sealed");
        PayloadKeys keys = newest.get(event.getHeader().getGroupId());
        if (keys == null) {
            throw new DifferenceException(Kind.PAYLOAD_KEY, "its group has no keys for payloads");
        }
        try {
            return SealedEvents.open(event, keys);
        } catch (SealedEvents.UnopenedException e) {
            throw new DifferenceException(Kind.PAYLOAD_KEY, String.valueOf(e.getMessage()));
        }
    }
}
