package dev.epochal.processor.log;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.processor.core.Arrival;
import dev.epochal.processor.core.DamagedHistoryException;
import dev.epochal.processor.core.Decision;
import dev.epochal.processor.core.DirectoryDecider;
import dev.epochal.processor.core.DirectoryEvolution;
import dev.epochal.processor.core.DirectorySnapshot;
import dev.epochal.processor.core.DirectoryState;
import dev.epochal.processor.core.EarlierEvent;
import dev.epochal.projections.read.ReadPoint;
import dev.epochal.projections.read.StateReads;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.DirectoryCommand;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.Position;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The log of the directory.
final class DirectoryLedger implements Ledger<DirectoryCommand, DirectoryState, DirectoryEvent> {
    private final DirectoryDecider decider;
    private final StateReads reads;

    DirectoryLedger(DirectoryDecider decider, StateReads reads) {
        this.decider = decider;
        this.reads = reads;
    }

    @Override
    public Topic commands() {
        return Topic.DIRECTORY_COMMANDS;
    }

    @Override
    public Topic events() {
        return Topic.DIRECTORY_EVENTS;
    }

    @Override
    public DirectoryCommand parse(byte[] value) throws InvalidProtocolBufferException {
        return DirectoryCommand.parseFrom(value);
    }

    @Override
    public ByteString key(DirectoryCommand command) {
        return command.getUserBytes();
    }

    @Override
    public Submission submission(DirectoryCommand command) {
        return new Submission(
                command.getSubmissionId(), command.getSubmittedBy(), ByteString.EMPTY, command.getVerdictPartition());
    }

    @Override
    public Decision<DirectoryEvent> decide(Optional<DirectoryState> state, DirectoryCommand command, Arrival arrival) {
        return decider.decide(state.orElseGet(() -> DirectoryState.empty(command.getUser())), command, arrival);
    }

    @Override
    public DirectoryState evolve(Optional<DirectoryState> state, DirectoryEvent event) {
        return DirectoryEvolution.evolve(state.orElseGet(() -> DirectoryState.empty(event.getUser())), event);
    }

    @Override
    public Written written(DirectoryState after, DirectoryEvent event) {
        return new Written(event.toByteString(), Optional.empty());
    }

    @Override
    public Position commandOf(byte[] event) throws InvalidProtocolBufferException {
        return DirectoryEvent.parseFrom(event).getCommand();
    }

    @Override
    public Position lastCommand(DirectoryState state) {
        return state.lastCommand();
    }

    @Override
    public int recentMax() {
        return DirectoryState.RECENT_MAX;
    }

    /// What a user's entry has forgotten isn't looked up: a KeyPackage that comes again is known by its reference.
    @Override
    public boolean recallsEverySubmission(DirectoryState state) {
        return true;
    }

    @Override
    public long weight(DirectoryState state) {
        return state.weight();
    }

    @Override
    public Map<ByteString, Supplier<DirectoryState>> load(Collection<ByteString> keys, ReadPoint point) {
        Map<ByteString, Supplier<DirectoryState>> states = new HashMap<>();
        StateReads exact = reads.at(point);
        List<String> users = keys.stream().map(ByteString::toStringUtf8).toList();
        ReadModelBehind.asking(() -> exact.users(users, recentMax(), DirectoryState.CLAIMS_MAX))
                .forEach((user, stored) -> {
                    var key = ByteString.copyFromUtf8(user);
                    states.put(key, () -> DirectoryEvolution.restore(snapshot(stored)));
                });
        ReadModelBehind.asking(() -> exact.halted(events(), keys))
                .forEach(key -> states.put(key, () -> {
                    throw new DamagedHistoryException("the read model stopped before an event that contradicts it");
                }));
        return states;
    }

    @Override
    public List<EarlierEvent> earlier(ByteString key, List<DirectoryCommand> commands, ReadPoint point) {
        return List.of();
    }

    private static DirectorySnapshot snapshot(StateReads.StoredUser stored) {
        return new DirectorySnapshot(
                stored.user(),
                stored.seq(),
                stored.clients().stream()
                        .map(client -> new DirectorySnapshot.StoredClient(
                                client.client(), client.signatureKeys(), client.removed()))
                        .toList(),
                stored.keyPackages().stream().map(DirectoryLedger::keyPackage).toList(),
                stored.claims().stream()
                        .map(claim -> new DirectorySnapshot.StoredClaim(claim.atMs(), claim.user()))
                        .toList(),
                stored.recent());
    }

    private static DirectorySnapshot.StoredKeyPackage keyPackage(StateReads.StoredKeyPackage stored) {
        return new DirectorySnapshot.StoredKeyPackage(
                stored.ref(),
                stored.initKey(),
                stored.encryptionKey(),
                stored.client(),
                stored.inStock(),
                stored.keyPackage());
    }
}
