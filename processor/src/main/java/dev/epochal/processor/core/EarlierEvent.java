package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupEvent;

/// What a receipt needs of an accepted event.
///
/// @param header with seq, epochs, time, submitter, command, idempotency key, body digest and leaf hash; nothing else
/// @param kind the field number of the event's body
/// @param proposalRef of a Proposal in a PublicMessage; else empty
public record EarlierEvent(EventHeader header, int kind, ByteString proposalRef) {
    /// Drops what isn't needed, so that an event costs the same memory wherever it was read.
    public EarlierEvent {
        header = EventHeader.newBuilder()
                .setSeq(header.getSeq())
                .setEpochBefore(header.getEpochBefore())
                .setEpochAfter(header.getEpochAfter())
                .setAcceptedAtMs(header.getAcceptedAtMs())
                .setSubmittedBy(header.getSubmittedBy())
                .setCommand(header.getCommand())
                .setIdempotencyKey(header.getIdempotencyKey())
                .setBodyDigest(header.getBodyDigest())
                .setLeafHash(header.getLeafHash())
                .build();
    }

    static EarlierEvent of(GroupEvent event) {
        return new EarlierEvent(
                event.getHeader(),
                event.getBodyCase().getNumber(),
                event.getProposalAccepted().getProposalRef());
    }

    EarlierEvent withoutSubmitter() {
        return new EarlierEvent(header.toBuilder().clearSubmittedBy().build(), kind, proposalRef);
    }

    long seq() {
        return header.getSeq();
    }

    boolean is(GroupEvent.BodyCase body) {
        return kind == body.getNumber();
    }
}
