package dev.epochal.projections.project;

import static dev.epochal.schema.sql.Tables.IMPORTED_EVENT;
import static dev.epochal.schema.sql.Tables.IMPORTED_GROUP;
import static dev.epochal.schema.sql.Tables.IMPORTED_MEMBER;

import com.google.protobuf.ByteString;
import com.google.protobuf.Parser;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.history.ImportedChain;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.ImportedEvent;
import dev.epochal.schema.record.ImportedMember;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;

/// Events of imported groups become rows of their own: no row of a group of this server follows from them.
///
/// The same event once more is ignored; one that doesn't follow from the one before stops that group.
final class ImportedProjection implements Projection<ImportedEvent> {
    private final Halts halts = new Halts(Topic.IMPORTED_EVENTS);

    @Override
    public Topic topic() {
        return Topic.IMPORTED_EVENTS;
    }

    @Override
    public Parser<ImportedEvent> parser() {
        return ImportedEvent.parser();
    }

    @Override
    public ByteString key(ImportedEvent event) {
        return event.getGroupId();
    }

    @Override
    public boolean isKnown(ImportedEvent event) {
        return event.getBodyCase() != ImportedEvent.BodyCase.BODY_NOT_SET;
    }

    /// How far a group has come.
    private record Head(long seq, ByteString hash) {
        static final Head NONE = new Head(-1, CanonicalHeader.BEGINNING);
    }

    @Override
    public Outcome write(DSLContext sql, int partition, List<Entry<ImportedEvent>> entries) {
        var outcome = new Outcome();
        Set<ByteString> groupIds = entries.stream().map(Entry::key).collect(Collectors.toSet());
        Set<ByteString> stopped = halts.among(sql, groupIds);
        Map<ByteString, Head> heads = heads(sql, groupIds);
        for (Entry<ImportedEvent> entry : entries) {
            if (stopped.contains(entry.key())) {
                continue;
            }
            var head = heads.getOrDefault(entry.key(), Head.NONE);
            try {
                if (isRepeated(sql, head, entry)) {
                    outcome.duplicateIgnored();
                } else {
                    append(sql, partition, entry, head);
                    heads.put(
                            entry.key(),
                            new Head(entry.value().getSeq(), entry.value().getHead()));
                }
            } catch (ContradictionException e) {
                halts.stop(sql, partition, entry, e.reason());
                stopped.add(entry.key());
                outcome.keyHalted();
            }
        }
        return outcome;
    }

    private static Map<ByteString, Head> heads(DSLContext sql, Set<ByteString> groupIds) {
        return new HashMap<>(sql
                .select(IMPORTED_GROUP.GROUP_ID, IMPORTED_GROUP.SEQ, IMPORTED_GROUP.HEAD)
                .from(IMPORTED_GROUP)
                .where(IMPORTED_GROUP.GROUP_ID.in(
                        groupIds.stream().map(ByteString::toByteArray).toList()))
                .fetch()
                .stream()
                .collect(Collectors.toMap(
                        row -> ByteString.copyFrom(row.value1()),
                        row -> new Head(row.value2(), ByteString.copyFrom(row.value3())))));
    }

    private static boolean isRepeated(DSLContext sql, Head head, Entry<ImportedEvent> entry) {
        long seq = entry.value().getSeq();
        if (seq < 0 || seq > head.seq()) {
            return false;
        }
        var first = sql.select(IMPORTED_EVENT.RECORD)
                .from(IMPORTED_EVENT)
                .where(IMPORTED_EVENT.GROUP_ID.eq(entry.key().toByteArray()))
                .and(IMPORTED_EVENT.SEQ.eq(seq))
                .fetchOptional(row -> ByteString.copyFrom(row.value1()));
        if (first.filter(entry.octets()::equals).isEmpty()) {
            throw new ContradictionException("there is another event " + seq + " before it");
        }
        return true;
    }

    private static void append(DSLContext sql, int partition, Entry<ImportedEvent> entry, Head head) {
        var event = entry.value();
        if (event.getSeq() != head.seq() + 1 || !event.getPreviousHead().equals(head.hash())) {
            throw new ContradictionException("event " + event.getSeq() + " doesn't follow event " + head.seq());
        }
        if (!ImportedChain.isIntact(event) || (event.getSeq() == 0) != event.hasGroup()) {
            throw new ContradictionException("the event isn't what its hash or its place says");
        }
        switch (event.getBodyCase()) {
            case GROUP -> found(sql, partition, event);
            case MEMBERS -> replaceMembers(sql, event);
            default -> {}
        }
        sql.update(IMPORTED_GROUP)
                .set(IMPORTED_GROUP.SEQ, event.getSeq())
                .set(IMPORTED_GROUP.HEAD, event.getHead().toByteArray())
                .where(IMPORTED_GROUP.GROUP_ID.eq(entry.key().toByteArray()))
                .execute();
        sql.insertInto(IMPORTED_EVENT)
                .set(IMPORTED_EVENT.GROUP_ID, entry.key().toByteArray())
                .set(IMPORTED_EVENT.SEQ, event.getSeq())
                .set(IMPORTED_EVENT.KIND, event.getBodyCase().getNumber())
                .set(IMPORTED_EVENT.RECORD, entry.octets().toByteArray())
                .set(IMPORTED_EVENT.LOG_OFFSET, entry.offset())
                .execute();
    }

    private static void found(DSLContext sql, int partition, ImportedEvent event) {
        var group = event.getGroup();
        sql.insertInto(IMPORTED_GROUP)
                .set(IMPORTED_GROUP.GROUP_ID, event.getGroupId().toByteArray())
                .set(IMPORTED_GROUP.SOURCE, group.getSource())
                .set(IMPORTED_GROUP.CONVERSATION_ID, group.getConversationId())
                .set(IMPORTED_GROUP.SEQ, event.getSeq())
                .set(IMPORTED_GROUP.HEAD, event.getHead().toByteArray())
                .set(IMPORTED_GROUP.EPOCH, group.getEpoch())
                .set(IMPORTED_GROUP.CIPHER_SUITE, group.getCipherSuite())
                .set(IMPORTED_GROUP.CREATED_AT, group.getCreatedAtMs())
                .set(IMPORTED_GROUP.LOG_PARTITION, partition)
                .execute();
    }

    /// Who had left when the group was imported reads nothing.
    private static void replaceMembers(DSLContext sql, ImportedEvent event) {
        byte[] groupId = event.getGroupId().toByteArray();
        sql.deleteFrom(IMPORTED_MEMBER)
                .where(IMPORTED_MEMBER.GROUP_ID.eq(groupId))
                .execute();
        for (ImportedMember member : event.getMembers().getMembersList()) {
            if (member.getLeftAtMs() == 0) {
                sql.insertInto(IMPORTED_MEMBER)
                        .set(IMPORTED_MEMBER.GROUP_ID, groupId)
                        .set(IMPORTED_MEMBER.USER_ID, member.getIdentity().getUser())
                        .set(IMPORTED_MEMBER.CLIENT_ID, member.getIdentity().getClient())
                        .set(IMPORTED_MEMBER.SEQ, event.getSeq())
                        .onConflictDoNothing()
                        .execute();
            }
        }
    }
}
