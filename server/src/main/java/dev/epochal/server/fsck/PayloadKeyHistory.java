package dev.epochal.server.fsck;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.schema.record.PayloadKeys;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The keys of a group's payloads. Older ones may be gone already.
final class PayloadKeyHistory implements KeyHistory {
    private static final long WEIGHT = 200;

    private long seq = -1;

    @Override
    public void take(ConsumerRecord<byte[], byte[]> read) throws InvalidProtocolBufferException {
        var keys = PayloadKeys.parseFrom(read.value());
        DifferenceException.require(
                keys.getGroupId().equals(ByteString.copyFrom(read.key())),
                Kind.MISPLACED,
                "the keys belong to another group");
        DifferenceException.require(
                keys.getSeq() != seq, Kind.REPEATED, "the keys after event " + seq + " stand here again");
        DifferenceException.require(
                keys.getSeq() > seq,
                Kind.FORK,
                "the keys after event " + keys.getSeq() + " stand behind those after event " + seq);
        seq = keys.getSeq();
    }

    @Override
    public long seq() {
        return seq;
    }

    @Override
    public long weight() {
        return WEIGHT;
    }
}
