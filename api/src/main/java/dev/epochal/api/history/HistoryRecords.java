package dev.epochal.api.history;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.api.history.HistoryLine.Closing;
import dev.epochal.api.history.HistoryLine.Hashes;
import dev.epochal.api.history.HistoryLine.Logged;
import dev.epochal.api.history.HistoryLine.Opening;
import dev.epochal.schema.history.Payload;
import dev.epochal.schema.history.SealedEvents;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.HistoryClosing;
import dev.epochal.schema.record.HistoryEvent;
import dev.epochal.schema.record.HistoryOpening;
import dev.epochal.schema.record.HistoryRecord;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.Position;
import java.util.Optional;

/// The lines of an exported history as Protobuf records; `docs/history.md` defines them. As with JSON each has one
/// spelling only.
final class HistoryRecords {
    private HistoryRecords() {}

    /// The record, without its length.
    static ByteString write(HistoryLine line) {
        var written = HistoryRecord.newBuilder();
        switch (line) {
            case Opening opening ->
                written.setOpening(HistoryOpening.newBuilder()
                        .setGroupId(opening.groupId())
                        .setLogId(opening.logId())
                        .setOrigin(opening.origin())
                        .addAllKeys(opening.keys()));
            case Logged logged -> written.setEvent(event(logged));
            case Closing closing ->
                written.setClosing(HistoryClosing.newBuilder().setCheckpoint(closing.checkpoint()));
        }
        return written.build().toByteString();
    }

    private static HistoryEvent event(Logged logged) {
        var header = logged.event().getHeader();
        var event = HistoryEvent.newBuilder()
                .setSeq(header.getSeq())
                .setKind(logged.event().getBodyCase().getNumber())
                .setEpochBefore(header.getEpochBefore())
                .setEpochAfter(header.getEpochAfter())
                .setAcceptedAtMs(header.getAcceptedAtMs())
                .setPartition(header.getCommand().getPartition())
                .setOffset(header.getCommand().getOffset())
                .setBodyDigest(header.getBodyDigest())
                .setPayloadHash(header.getPayloadHash())
                .setPreviousHead(header.getPreviousHead())
                .setLeafHash(header.getLeafHash())
                .setTreeHash(logged.after().treeHash())
                .setConfirmedTranscriptHash(logged.after().confirmedTranscriptHash());
        if (SealedEvents.isErased(logged.event())) {
            return event.setSender(header.getSenderRef()).build();
        }
        return event.setUser(header.getSubmittedBy().getUser())
                .setClient(header.getSubmittedBy().getClient())
                .setSalt(header.getPayloadSalt())
                .addAllPayload(Payload.parts(logged.event()))
                .build();
    }

    /// Reads a first record.
    ///
    /// @return empty if it is anything else
    static Optional<Opening> parseOpening(ByteString octets) {
        return record(octets)
                .filter(HistoryRecord::hasOpening)
                .map(HistoryRecord::getOpening)
                .map(read -> new Opening(read.getGroupId(), read.getLogId(), read.getOrigin(), read.getKeysList()))
                .filter(read -> write(read).equals(octets));
    }

    /// Reads a record behind the first one.
    ///
    /// @param opening the first record
    /// @return empty if it is neither an event nor the end
    static Optional<HistoryLine> parse(ByteString octets, Opening opening) {
        return record(octets)
                .<HistoryLine>flatMap(read -> switch (read.getRecordCase()) {
                    case EVENT -> logged(read.getEvent(), opening);
                    case CLOSING -> Optional.of(new Closing(read.getClosing().getCheckpoint()));
                    case OPENING, RECORD_NOT_SET -> Optional.empty();
                })
                .filter(read -> write(read).equals(octets));
    }

    private static Optional<HistoryRecord> record(ByteString octets) {
        try {
            return Optional.of(HistoryRecord.parseFrom(octets));
        } catch (InvalidProtocolBufferException _) {
            return Optional.empty();
        }
    }

    private static Optional<Logged> logged(HistoryEvent read, Opening opening) {
        try {
            var event = read.getSender().isEmpty()
                    ? HistoryForm.body(read.getKind(), read.getPayloadList())
                    : HistoryForm.erased(read.getKind());
            event.setHeader(header(read, opening));
            return Optional.of(
                    new Logged(event.build(), new Hashes(read.getTreeHash(), read.getConfirmedTranscriptHash())));
        } catch (InvalidProtocolBufferException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static EventHeader header(HistoryEvent read, Opening opening) {
        var header = EventHeader.newBuilder()
                .setGroupId(opening.groupId())
                .setLogId(opening.logId())
                .setSeq(read.getSeq())
                .setEpochBefore(read.getEpochBefore())
                .setEpochAfter(read.getEpochAfter())
                .setAcceptedAtMs(read.getAcceptedAtMs())
                .setCommand(
                        Position.newBuilder().setPartition(read.getPartition()).setOffset(read.getOffset()))
                .setBodyDigest(read.getBodyDigest())
                .setPayloadHash(read.getPayloadHash())
                .setPreviousHead(read.getPreviousHead())
                .setLeafHash(read.getLeafHash());
        if (!read.getSender().isEmpty()) {
            return header.setSenderRef(read.getSender()).build();
        }
        return header.setSubmittedBy(
                        Identity.newBuilder().setUser(read.getUser()).setClient(read.getClient()))
                .setPayloadSalt(read.getSalt())
                .build();
    }
}
