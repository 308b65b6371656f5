package dev.epochal.processor.log;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.processor.core.Arrival;
import dev.epochal.processor.core.DamagedHistoryException;
import dev.epochal.processor.core.Decision;
import dev.epochal.processor.core.EarlierEvent;
import dev.epochal.processor.core.GroupDecider;
import dev.epochal.processor.core.GroupEvolution;
import dev.epochal.processor.core.GroupState;
import dev.epochal.projections.read.ReadPoint;
import dev.epochal.projections.read.StateReads;
import dev.epochal.schema.history.SealedEvents;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.PayloadKeys;
import dev.epochal.schema.record.Position;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The log of groups.
final class GroupLedger implements Ledger<GroupCommand, GroupState, GroupEvent> {
    private final GroupDecider decider;
    private final StateReads reads;

    GroupLedger(GroupDecider decider, StateReads reads) {
        this.decider = decider;
        this.reads = reads;
    }

    @Override
    public Topic commands() {
        return Topic.GROUP_COMMANDS;
    }

    @Override
    public Topic events() {
        return Topic.GROUP_EVENTS;
    }

    @Override
    public GroupCommand parse(byte[] value) throws InvalidProtocolBufferException {
        return GroupCommand.parseFrom(value);
    }

    @Override
    public ByteString key(GroupCommand command) {
        return command.getGroupId();
    }

    @Override
    public Submission submission(GroupCommand command) {
        return new Submission(
                command.getSubmissionId(),
                command.getSubmittedBy(),
                command.getGroupId(),
                command.getVerdictPartition());
    }

    @Override
    public Decision<GroupEvent> decide(Optional<GroupState> state, GroupCommand command, Arrival arrival) {
        return decider.decide(state, command, arrival);
    }

    @Override
    public GroupState evolve(Optional<GroupState> state, GroupEvent event) {
        return GroupEvolution.evolve(state, event);
    }

    @Override
    public Written written(GroupState after, GroupEvent event) {
        return switch (event.getBodyCase()) {
            case GROUP_CREATED -> {
                var withoutRoot = event.toBuilder();
                withoutRoot.getGroupCreatedBuilder().clearPayloadRoot();
                yield new Written(
                        withoutRoot.build().toByteString(),
                        Optional.of(keysOf(after).toByteString()));
            }
            case MESSAGE_ACCEPTED ->
                new Written(SealedEvents.seal(event, keysOf(after)).toByteString(), Optional.empty());
            case PAYLOADS_ERASED ->
                new Written(event.toByteString(), Optional.of(keysOf(after).toByteString()));
            default -> new Written(event.toByteString(), Optional.empty());
        };
    }

    private static PayloadKeys keysOf(GroupState state) {
        if (state.payloadKeys().getNodesCount() == 0) {
            throw new IllegalArgumentException("A group without keys for its payloads");
        }
        return state.payloadKeys();
    }

    @Override
    public Position commandOf(byte[] event) throws InvalidProtocolBufferException {
        return GroupEvent.parseFrom(event).getHeader().getCommand();
    }

    @Override
    public Position lastCommand(GroupState state) {
        return state.lastCommand();
    }

    @Override
    public int recentMax() {
        return GroupState.RECENT_MAX;
    }

    @Override
    public boolean recallsEverySubmission(GroupState state) {
        return state.recallsEverySubmission();
    }

    @Override
    public long weight(GroupState state) {
        return state.weight();
    }

    @Override
    public Map<ByteString, Supplier<GroupState>> load(Collection<ByteString> keys, ReadPoint point) {
        Map<ByteString, Supplier<GroupState>> states = new HashMap<>();
        StateReads exact = reads.at(point);
        var found = ReadModelBehind.asking(() -> exact.groups(keys, recentMax()));
        if (found.values().stream()
                .anyMatch(stored -> stored.payloadKeys().getGroupId().isEmpty())) {
            throw new ReadModelBehind("the keys of a group's payloads aren't projected yet");
        }
        found.forEach((key, stored) -> states.put(key, () -> GroupEvolution.restore(StoredSnapshots.group(stored))));
        ReadModelBehind.asking(() -> exact.halted(events(), keys))
                .forEach(key -> states.put(key, () -> {
                    throw new DamagedHistoryException("the read model stopped before an event that contradicts it");
                }));
        return states;
    }

    @Override
    public List<EarlierEvent> earlier(ByteString key, List<GroupCommand> commands, ReadPoint point) {
        var idempotencyKeys = commands.stream()
                .map(GroupCommand::getIdempotencyKey)
                .distinct()
                .toList();
        var digests =
                commands.stream().map(GroupCommand::getBodyDigest).distinct().toList();
        return ReadModelBehind.asking(() -> reads.at(point).earlier(key, idempotencyKeys, digests)).stream()
                .map(StoredSnapshots::earlier)
                .toList();
    }
}
