package dev.epochal.simulation.rows;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.schema.history.SealedEvents;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.PayloadKeys;
import dev.epochal.simulation.broker.Broker;
import dev.epochal.simulation.broker.PartitionLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// The keys of groups' payloads, as the log has them.
public final class KeyRing {
    private final Broker broker;
    private final boolean unended;
    private final Map<ByteString, PayloadKeys> known = new HashMap<>();

    /// @param unended whether records of open transactions are read as well
    public KeyRing(Broker broker, boolean unended) {
        this.broker = broker;
        this.unended = unended;
    }

    /// A group's keys; those of no group as long as nobody can read them.
    PayloadKeys of(int partition, ByteString groupId) {
        if (!known.containsKey(groupId)) {
            var log = broker.log(new TopicPartition(Topic.PAYLOAD_KEYS.topicName(), partition));
            List<PartitionLog.Read> read = unended ? log.readUnended(0) : log.read(0, Integer.MAX_VALUE);
            read.stream().map(KeyRing::keys).forEach(keys -> known.put(keys.getGroupId(), keys));
        }
        return known.getOrDefault(groupId, PayloadKeys.getDefaultInstance());
    }

    private static PayloadKeys keys(PartitionLog.Read read) {
        try {
            return PayloadKeys.parseFrom(read.content().value());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("No keys stand at offset " + read.offset(), e);
        }
    }

    /// Whether an event can be read with what is known by now.
    boolean suffice(int partition, GroupEvent event) {
        return (!SealedEvents.isSealed(event) && !event.hasPayloadsErased())
                || of(partition, event.getHeader().getGroupId()).getNodesCount() > 0;
    }

    /// The event in clear, or erased. One that was changed after it was sealed stays as it is.
    public GroupEvent opened(int partition, GroupEvent event) {
        return opened(event, of(partition, event.getHeader().getGroupId()));
    }

    static GroupEvent opened(GroupEvent event, PayloadKeys keys) {
        try {
            return keys.getNodesCount() > 0 ? SealedEvents.open(event, keys) : event;
        } catch (SealedEvents.UnopenedException _) {
            return event;
        }
    }
}
