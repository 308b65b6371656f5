package dev.epochal.projections.read;

import static dev.epochal.schema.sql.Tables.GROUP_EVENT;
import static dev.epochal.schema.sql.Tables.MLS_GROUP;
import static dev.epochal.schema.sql.Tables.PAYLOAD_KEY;
import static dev.epochal.schema.sql.Tables.PENDING_PROPOSAL;
import static dev.epochal.schema.sql.Tables.TREE_NODE;

import com.google.protobuf.ByteString;
import dev.epochal.projections.read.StateReads.StoredEvent;
import dev.epochal.projections.read.StateReads.StoredGroup;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.PayloadKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/// Puts the states of groups together from four queries: groups with their keys, tree nodes, pending Proposals, newest
/// events.
final class GroupStates {
    private final Map<ByteString, Map<Integer, ByteString>> nodes = new HashMap<>();
    private final Map<ByteString, List<GroupReads.PendingProposal>> pending = new HashMap<>();
    private final Map<ByteString, List<StoredEvent>> recent = new HashMap<>();

    private GroupStates() {}

    static Map<ByteString, StoredGroup> load(DSLContext sql, List<byte[]> groupIds, int recentMax) {
        var states = new GroupStates();
        states.loadNodes(sql, groupIds);
        states.loadPending(sql, groupIds);
        states.loadRecent(sql, groupIds, recentMax);
        return states.loadGroups(sql, groupIds);
    }

    private void loadNodes(DSLContext sql, List<byte[]> groupIds) {
        sql.select(TREE_NODE.GROUP_ID, TREE_NODE.NODE_INDEX, TREE_NODE.NODE)
                .from(TREE_NODE)
                .where(TREE_NODE.GROUP_ID.in(groupIds))
                .forEach(row -> nodes.computeIfAbsent(Octets.of(row.value1()), id -> new TreeMap<>())
                        .put(row.value2(), Octets.of(row.value3())));
    }

    private void loadPending(DSLContext sql, List<byte[]> groupIds) {
        sql.select(
                        PENDING_PROPOSAL.GROUP_ID,
                        PENDING_PROPOSAL.SEQ,
                        PENDING_PROPOSAL.EPOCH,
                        PENDING_PROPOSAL.PROPOSAL_REF,
                        PENDING_PROPOSAL.PROPOSAL)
                .from(PENDING_PROPOSAL)
                .where(PENDING_PROPOSAL.GROUP_ID.in(groupIds))
                .orderBy(PENDING_PROPOSAL.GROUP_ID, PENDING_PROPOSAL.SEQ)
                .forEach(row -> pending.computeIfAbsent(Octets.of(row.value1()), id -> new ArrayList<>())
                        .add(new GroupReads.PendingProposal(
                                row.value2(), row.value3(), Octets.of(row.value4()), Octets.of(row.value5()))));
    }

    /// seq is dense, so the newest events are a range of the primary key.
    private void loadRecent(DSLContext sql, List<byte[]> groupIds, int recentMax) {
        sql.select(StoredEvents.columns())
                .from(GROUP_EVENT)
                .join(MLS_GROUP)
                .on(MLS_GROUP.GROUP_ID.eq(GROUP_EVENT.GROUP_ID))
                .where(MLS_GROUP.GROUP_ID.in(groupIds))
                .and(GROUP_EVENT.SEQ.gt(MLS_GROUP.SEQ.minus((long) recentMax)))
                .orderBy(GROUP_EVENT.GROUP_ID, GROUP_EVENT.SEQ)
                .forEach(
                        row -> recent.computeIfAbsent(Octets.of(row.get(GROUP_EVENT.GROUP_ID)), id -> new ArrayList<>())
                                .add(StoredEvents.event(row)));
    }

    private Map<ByteString, StoredGroup> loadGroups(DSLContext sql, List<byte[]> groupIds) {
        var groups = new HashMap<ByteString, StoredGroup>();
        sql.select(
                        MLS_GROUP.GROUP_ID,
                        MLS_GROUP.LOG_ID,
                        MLS_GROUP.SEQ,
                        MLS_GROUP.HEAD,
                        MLS_GROUP.EPOCH,
                        MLS_GROUP.HANDSHAKES,
                        MLS_GROUP.POLICY,
                        MLS_GROUP.SUCCESSOR_GROUP_ID,
                        MLS_GROUP.GROUP_CONTEXT,
                        MLS_GROUP.CONFIRMATION_TAG,
                        MLS_GROUP.TREE_SIZE,
                        PAYLOAD_KEY.RECORD)
                .from(MLS_GROUP)
                .leftJoin(PAYLOAD_KEY)
                .on(PAYLOAD_KEY.GROUP_ID.eq(MLS_GROUP.GROUP_ID))
                .where(MLS_GROUP.GROUP_ID.in(groupIds))
                .forEach(row -> groups.put(Octets.of(row.get(MLS_GROUP.GROUP_ID)), group(row)));
        return groups;
    }

    private StoredGroup group(Record row) {
        ByteString groupId = Octets.of(row.get(MLS_GROUP.GROUP_ID));
        return new StoredGroup(
                groupId,
                Octets.of(row.get(MLS_GROUP.LOG_ID)),
                row.get(MLS_GROUP.SEQ),
                Octets.of(row.get(MLS_GROUP.HEAD)),
                row.get(MLS_GROUP.EPOCH),
                row.get(MLS_GROUP.HANDSHAKES),
                Octets.record(GroupPolicy.parser(), row.get(MLS_GROUP.POLICY)),
                Octets.of(row.get(MLS_GROUP.SUCCESSOR_GROUP_ID)),
                Octets.of(row.get(MLS_GROUP.GROUP_CONTEXT)),
                Octets.of(row.get(MLS_GROUP.CONFIRMATION_TAG)),
                row.get(MLS_GROUP.TREE_SIZE),
                nodes.getOrDefault(groupId, Map.of()),
                pending.getOrDefault(groupId, List.of()),
                recent.getOrDefault(groupId, List.of()),
                payloadKeys(row.get(PAYLOAD_KEY.RECORD)));
    }

    private static PayloadKeys payloadKeys(byte @Nullable [] octets) {
        return octets == null ? PayloadKeys.getDefaultInstance() : Octets.record(PayloadKeys.parser(), octets);
    }
}
