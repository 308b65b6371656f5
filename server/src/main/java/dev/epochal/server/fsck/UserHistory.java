package dev.epochal.server.fsck;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.processor.core.DamagedHistoryException;
import dev.epochal.processor.core.DirectoryEvolution;
import dev.epochal.processor.core.DirectoryState;
import dev.epochal.schema.record.DirectoryEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The history of a user's entries in the directory.
final class UserHistory implements KeyHistory {
    private DirectoryState state;

    UserHistory(ByteString key) {
        this.state = DirectoryState.empty(key.toStringUtf8());
    }

    @Override
    public void take(ConsumerRecord<byte[], byte[]> read) throws InvalidProtocolBufferException {
        DirectoryEvent event = DirectoryEvent.parseFrom(read.value());
        DifferenceException.require(
                event.getBodyCase() != DirectoryEvent.BodyCase.BODY_NOT_SET,
                Kind.UNREADABLE,
                "this version doesn't know the event's kind");
        DifferenceException.require(
                event.getUserBytes().equals(ByteString.copyFrom(read.key())),
                Kind.MISPLACED,
                "the event belongs to another user");
        DifferenceException.require(
                event.getCommand().getPartition() == read.partition(),
                Kind.MISPLACED,
                "the event's command stands on partition " + event.getCommand().getPartition());
        checkPlace(event.getSeq());
        try {
            state = DirectoryEvolution.evolve(state, event);
        } catch (DamagedHistoryException e) {
            throw new DifferenceException(Kind.DERIVATION, String.valueOf(e.getMessage()));
        }
    }

    private void checkPlace(long seq) {
        long next = state.seq() + 1;
        DifferenceException.require(
                Long.compareUnsigned(seq, next) >= 0,
                Kind.FORK,
                "event " + seq + " stands here, but event " + state.seq() + " was the newest");
        DifferenceException.require(seq == next, Kind.GAP, "event " + seq + " stands where event " + next + " belongs");
    }

    @Override
    public long seq() {
        return state.seq();
    }

    @Override
    public long weight() {
        return state.weight();
    }
}
