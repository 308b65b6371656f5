package dev.epochal.server.fsck;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.processor.core.DamagedHistoryException;
import dev.epochal.processor.core.EarlierEvent;
import dev.epochal.processor.core.GroupEvolution;
import dev.epochal.processor.core.GroupState;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.history.MissingPayloads;
import dev.epochal.schema.history.SealedEvents;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.SeqRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The history of a group, judged event by event.
final class GroupHistory implements KeyHistory {
    private final GroupEvolution evolution;
    private final KeyRing keys;
    private final MissingPayloads missing = new MissingPayloads();
    private final List<SeqRange> erased = new ArrayList<>();
    private Optional<GroupState> state = Optional.empty();

    GroupHistory(GroupEvolution evolution, KeyRing keys) {
        this.evolution = evolution;
        this.keys = keys;
    }

    @Override
    public void take(ConsumerRecord<byte[], byte[]> read) throws InvalidProtocolBufferException {
        GroupEvent sealed = GroupEvent.parseFrom(read.value());
        EventHeader header = sealed.getHeader();
        DifferenceException.require(
                sealed.getBodyCase() != GroupEvent.BodyCase.BODY_NOT_SET,
                Kind.UNREADABLE,
                "this version doesn't know the event's kind");
        DifferenceException.require(
                header.getGroupId().equals(ByteString.copyFrom(read.key())),
                Kind.MISPLACED,
                "the event belongs to another group");
        DifferenceException.require(
                header.getCommand().getPartition() == read.partition(),
                Kind.MISPLACED,
                "the event's command stands on partition " + header.getCommand().getPartition());
        checkPlace(header);
        DifferenceException.require(
                CanonicalHeader.isIntact(sealed), Kind.HASH, "payload hash or leaf hash isn't that of the event");
        GroupEvent event = keys.opened(sealed);
        DifferenceException.require(
                !SealedEvents.isSealed(sealed) || CanonicalHeader.isIntact(event),
                Kind.HASH,
                "the payload hash isn't that of the sealed payload");
        try {
            state = Optional.of(evolution.after(state, event));
        } catch (DamagedHistoryException e) {
            throw KeyHistory.difference(e);
        }
        DifferenceException.require(
                missing.take(event),
                Kind.REFUSED,
                "it erases a payload that had not been kept as long as payloads are");
        erased.addAll(event.getPayloadsErased().getRangesList());
    }

    /// Keys are read after the events: an erasure that came in between takes more away than these events say.
    @Override
    public void end() {
        state.map(GroupState::groupId)
                .ifPresent(groupId -> DifferenceException.require(
                        !keys.hasAnyOf(groupId, erased),
                        Kind.PAYLOAD_KEY,
                        "the keys of payloads that were erased are there again"));
        boolean whole = state.map(known -> keys.newestErasure(known.groupId()) <= known.seq())
                .orElse(false);
        DifferenceException.require(
                missing.seqs().isEmpty() || !whole,
                Kind.PAYLOAD_KEY,
                "there is no key for the payloads of events " + missing.seqs() + ", and no event has erased them");
    }

    private void checkPlace(EventHeader header) {
        long next = state.map(known -> known.seq() + 1).orElse(0L);
        if (Long.compareUnsigned(header.getSeq(), next) < 0) {
            throw repeated(header);
        }
        DifferenceException.require(
                header.getSeq() == next,
                Kind.GAP,
                "event " + header.getSeq() + " stands where event " + next + " belongs");
        ByteString head = state.map(GroupState::head).orElse(CanonicalHeader.BEGINNING);
        DifferenceException.require(
                header.getPreviousHead().equals(head),
                Kind.CHAIN,
                "event " + header.getSeq() + " names another event before it");
    }

    private DifferenceException repeated(EventHeader header) {
        Optional<EarlierEvent> first = state.orElseThrow().snapshot().recent().stream()
                .filter(event -> event.header().getSeq() == header.getSeq())
                .findFirst();
        boolean same = first.map(event -> event.header().getLeafHash().equals(header.getLeafHash()))
                .orElse(false);
        return same
                ? new DifferenceException(Kind.REPEATED, "event " + header.getSeq() + " stands here again")
                : new DifferenceException(
                        Kind.FORK,
                        "event " + header.getSeq() + " stands here, but event "
                                + state.orElseThrow().seq() + " was the newest"
                                + (first.isPresent() ? ", and it is another one than before" : ""));
    }

    Optional<GroupState> state() {
        return state;
    }

    @Override
    public long seq() {
        return state.map(GroupState::seq).orElse(-1L);
    }

    @Override
    public long weight() {
        return state.map(GroupState::weight).orElse(0L);
    }
}
