package dev.epochal.projections.read;

import static dev.epochal.schema.sql.Tables.GROUP_EVENT;

import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.Position;
import java.util.List;
import org.jooq.Field;
import org.jooq.Record;

/// Reads what a receipt needs of an event from its columns, without the event's bytes.
final class StoredEvents {
    private StoredEvents() {}

    static List<Field<?>> columns() {
        return List.of(
                GROUP_EVENT.GROUP_ID,
                GROUP_EVENT.SEQ,
                GROUP_EVENT.KIND,
                GROUP_EVENT.EPOCH_BEFORE,
                GROUP_EVENT.EPOCH_AFTER,
                GROUP_EVENT.IDEMPOTENCY_KEY,
                GROUP_EVENT.BODY_DIGEST,
                GROUP_EVENT.ACCEPTED_AT,
                GROUP_EVENT.USER_ID,
                GROUP_EVENT.CLIENT_ID,
                GROUP_EVENT.SUBMISSION_ID,
                GROUP_EVENT.PROPOSAL_REF,
                GROUP_EVENT.PREVIOUS_HEAD,
                GROUP_EVENT.LEAF_HASH,
                GROUP_EVENT.LOG_PARTITION,
                GROUP_EVENT.COMMAND_OFFSET);
    }

    static StateReads.StoredEvent event(Record row) {
        EventHeader header = EventHeader.newBuilder()
                .setSeq(row.get(GROUP_EVENT.SEQ))
                .setEpochBefore(row.get(GROUP_EVENT.EPOCH_BEFORE))
                .setEpochAfter(row.get(GROUP_EVENT.EPOCH_AFTER))
                .setAcceptedAtMs(row.get(GROUP_EVENT.ACCEPTED_AT))
                .setSubmittedBy(Identities.of(row.get(GROUP_EVENT.USER_ID), row.get(GROUP_EVENT.CLIENT_ID)))
                .setSubmissionId(Octets.of(row.get(GROUP_EVENT.SUBMISSION_ID)))
                .setCommand(Position.newBuilder()
                        .setPartition(row.get(GROUP_EVENT.LOG_PARTITION))
                        .setOffset(row.get(GROUP_EVENT.COMMAND_OFFSET)))
                .setIdempotencyKey(Octets.of(row.get(GROUP_EVENT.IDEMPOTENCY_KEY)))
                .setBodyDigest(Octets.of(row.get(GROUP_EVENT.BODY_DIGEST)))
                .setPreviousHead(Octets.of(row.get(GROUP_EVENT.PREVIOUS_HEAD)))
                .setLeafHash(Octets.of(row.get(GROUP_EVENT.LEAF_HASH)))
                .build();
        return new StateReads.StoredEvent(
                header, row.get(GROUP_EVENT.KIND), Octets.of(row.get(GROUP_EVENT.PROPOSAL_REF)));
    }
}
