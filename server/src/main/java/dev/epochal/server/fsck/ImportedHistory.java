package dev.epochal.server.fsck;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.history.ImportedChain;
import dev.epochal.schema.record.ImportedEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The events of an imported group. Only their order and their chain can be checked: nobody verified what they say.
final class ImportedHistory implements KeyHistory {
    private static final long WEIGHT = 200;

    private long seq = -1;
    private ByteString head = CanonicalHeader.BEGINNING;

    @Override
    public void take(ConsumerRecord<byte[], byte[]> read) throws InvalidProtocolBufferException {
        var event = ImportedEvent.parseFrom(read.value());
        DifferenceException.require(
                event.getBodyCase() != ImportedEvent.BodyCase.BODY_NOT_SET,
                Kind.UNREADABLE,
                "this version doesn't know the event's kind");
        DifferenceException.require(
                event.getGroupId().equals(ByteString.copyFrom(read.key())),
                Kind.MISPLACED,
                "the event belongs to another group");
        DifferenceException.require(
                event.getSeq() > seq,
                event.getHead().equals(head) ? Kind.REPEATED : Kind.FORK,
                "event " + event.getSeq() + " stands here, but event " + seq + " was the newest");
        DifferenceException.require(
                event.getSeq() == seq + 1,
                Kind.GAP,
                "event " + event.getSeq() + " stands where event " + (seq + 1) + " belongs");
        DifferenceException.require(
                event.getPreviousHead().equals(head),
                Kind.CHAIN,
                "event " + event.getSeq() + " names another event before it");
        DifferenceException.require(ImportedChain.isIntact(event), Kind.HASH, "the head isn't that of the event");
        seq = event.getSeq();
        head = event.getHead();
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
