package dev.epochal.projections.project;

import static dev.epochal.schema.sql.Tables.GROUP_EVENT;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import dev.epochal.projections.read.LoggedEvent;
import dev.epochal.schema.history.SealedEvents;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.GroupEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Group events become groups, events, trees, members, pending Proposals and Welcomes.
///
/// The first event of each (group, seq) counts. The same event once more is ignored; an event that contradicts the
/// group's history stops that group.
final class GroupProjection implements Projection<GroupEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(GroupProjection.class);

    private final Halts halts = new Halts(Topic.GROUP_EVENTS);

    @Override
    public Topic topic() {
        return Topic.GROUP_EVENTS;
    }

    @Override
    public Parser<GroupEvent> parser() {
        return GroupEvent.parser();
    }

    @Override
    public ByteString key(GroupEvent event) {
        return event.getHeader().getGroupId();
    }

    @Override
    public boolean isKnown(GroupEvent event) {
        return event.getBodyCase() != GroupEvent.BodyCase.BODY_NOT_SET;
    }

    @Override
    public Outcome write(DSLContext sql, int partition, List<Entry<GroupEvent>> entries) {
        var outcome = new Outcome();
        Set<ByteString> groupIds = entries.stream().map(Entry::key).collect(Collectors.toSet());
        Set<ByteString> stopped = halts.among(sql, groupIds);
        Map<ByteString, GroupHead> heads = GroupHead.load(sql, groupIds);
        Openings openings = Openings.of(sql, entries);
        var changes = new LinkedHashMap<ByteString, GroupChange>();
        for (Entry<GroupEvent> sealed : entries) {
            if (stopped.contains(sealed.key())) {
                continue;
            }
            GroupChange change = changes.computeIfAbsent(
                    sealed.key(), id -> new GroupChange(heads.getOrDefault(id, GroupHead.beginning(partition))));
            try {
                Entry<GroupEvent> entry = openings.open(sealed);
                if (isRepeated(sql, change, entry)) {
                    outcome.duplicateIgnored();
                } else {
                    change.apply(partition, entry);
                    outcome.eventProjected(new LoggedEvent(partition, entry.offset(), entry.value()));
                }
            } catch (ContradictionException e) {
                halts.stop(sql, partition, sealed, e.reason());
                stopped.add(sealed.key());
                outcome.keyHalted();
            }
        }
        changes.values().removeIf(change -> change.applied().isEmpty());
        changes.keySet().forEach(outcome::groupChanged);
        new GroupRows(changes).send(sql, outcome);
        changes.values().forEach(change -> change.erasures().forEach(event -> ErasedRows.erase(sql, event)));
        return outcome;
    }

    /// Whether the same event was projected before.
    private static boolean isRepeated(DSLContext sql, GroupChange change, Entry<GroupEvent> entry) {
        long seq = entry.value().getHeader().getSeq();
        if (seq < 0 || seq > change.head().seq()) {
            return false;
        }
        ByteString first = change.appliedAt(seq).map(Entry::octets).orElseGet(() -> stored(sql, entry.key(), seq));
        if (!first.equals(entry.octets()) && !isWhatWasLeft(first, entry.value())) {
            throw new ContradictionException("there is another event " + seq + " before it");
        }
        LOG.error(
                "An event stands twice on the log, the second time at offset {}; the second one is ignored. Find out "
                        + "which producer wrote it.",
                entry.offset());
        return true;
    }

    /// Whether one of two equal events has lost its payload since.
    private static boolean isWhatWasLeft(ByteString first, GroupEvent event) {
        try {
            GroupEvent earlier = GroupEvent.parseFrom(first);
            return (SealedEvents.isErased(earlier) || SealedEvents.isErased(event))
                    && SealedEvents.erased(earlier).equals(SealedEvents.erased(event));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("A stored event can't be read", e);
        }
    }

    private static ByteString stored(DSLContext sql, ByteString groupId, long seq) {
        Optional<ByteString> octets = sql.select(GROUP_EVENT.RECORD)
                .from(GROUP_EVENT)
                .where(GROUP_EVENT.GROUP_ID.eq(groupId.toByteArray()))
                .and(GROUP_EVENT.SEQ.eq(seq))
                .fetchOptional(row -> ByteString.copyFrom(row.value1()));
        return octets.orElseThrow(() -> new ContradictionException("event " + seq + " is missing from the read model"));
    }
}
