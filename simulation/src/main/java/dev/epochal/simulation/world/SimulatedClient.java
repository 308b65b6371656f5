package dev.epochal.simulation.world;

import com.google.protobuf.ByteString;
import dev.epochal.mls.validation.RefusedException;
import dev.epochal.schema.history.SealedEvents;
import dev.epochal.schema.record.ChangePolicy;
import dev.epochal.schema.record.ErasePayloads;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Refusal.ReasonCase;
import dev.epochal.schema.record.SeqRange;
import dev.epochal.schema.record.SubmitCommit;
import dev.epochal.schema.record.SubmitMessage;
import dev.epochal.schema.record.SubmitProposal;
import dev.epochal.simulation.broken.Flaw;
import dev.epochal.simulation.history.Operation;
import dev.epochal.simulation.history.Sight;
import dev.epochal.simulation.traffic.EpochState;
import dev.epochal.simulation.traffic.GroupBook;
import dev.epochal.simulation.traffic.SigningClient;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/// Somebody who uses the server: one request after the other, by what it read last, and sometimes by what it read long
/// ago.
final class SimulatedClient {
    private static final int PATIENCE_TO_RESOLVE = 20;

    private final Parts parts;
    private final List<Room> rooms;
    private final SplittableRandom random;
    private final Envelopes envelopes;
    private final Api api;
    private final List<Operation> mine = new ArrayList<>();

    SimulatedClient(Parts parts, List<Room> rooms) {
        this.parts = parts;
        this.rooms = rooms;
        this.random = parts.schedule().random().split();
        this.envelopes = new Envelopes(random, parts.flaws());
        this.api = new Api(parts);
    }

    /// A group as a client sees it.
    ///
    /// @param current whether it is what was read last
    private record View(Room room, EpochState state, SigningClient self, boolean current) {}

    /// Makes so many requests.
    void run(int requests) {
        for (int i = 0; i < requests; i++) {
            parts.schedule().pause(random.nextLong(parts.plan().pause() * Parts.MILLI));
            request();
        }
    }

    /// Asks again for everything that it doesn't know the outcome of.
    void resolve() {
        for (var operation : List.copyOf(mine)) {
            for (int i = 0; i < PATIENCE_TO_RESOLVE && operation.answer().isEmpty(); i++) {
                var again = submit(envelopes.again(operation.command()), operation.intent());
                again.answer().ifPresent(verdict -> operation.end(verdict, again.endedAt()));
            }
        }
    }

    private void request() {
        if (!mine.isEmpty() && random.nextInt(6) == 0) {
            var before = mine.get(random.nextInt(mine.size()));
            submit(envelopes.again(before.command()), before.intent());
            return;
        }
        var room = rooms.get(random.nextInt(rooms.size()));
        List<GroupEvent> events = read(room);
        if (events.isEmpty()) {
            if (room.isToBeCreated()) {
                submit(room, room.creator(), GroupCommand.newBuilder().setCreateGroup(room.creation()));
            }
            return;
        }
        var states = room.states(events);
        int age = random.nextInt(4) == 0 ? random.nextInt(3) : 0;
        EpochState state = states.get(Math.max(0, states.size() - 1 - age));
        var self = state.members().get(random.nextInt(state.members().size()));
        try {
            act(new View(room, state, self, state.equals(states.getLast())));
        } catch (RefusedException e) {
            // What it read makes no sense to it: a broken server's business.
            parts.schedule().count("confused client");
        }
        if (random.nextInt(6) == 0) {
            askForCheckpoint(room.book().groupId());
        }
    }

    private void act(View view) {
        var body = GroupCommand.newBuilder();
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4 -> submit(view, body.setSubmitCommit(commit(view)));
            case 5, 6, 7 -> submit(view, body.setSubmitMessage(message(view)));
            case 8, 9 ->
                submit(
                        view,
                        body.setSubmitProposal(SubmitProposal.newBuilder()
                                .setProposal(view.room().book().proposal(view.state(), view.self()))));
            case 10 -> {
                boolean erases = random.nextInt(3) > 0;
                submit(
                        view.room(),
                        view.room().creator(),
                        erases ? body.setErasePayloads(erasure(view)) : body.setChangePolicy(policy()));
            }
            default -> misbehave(view, body);
        }
    }

    private SubmitCommit commit(View view) {
        List<ByteString> pending =
                view.current() ? parts.rows().pending(view.room().book().groupId()) : List.of();
        List<SigningClient> added = random.nextInt(4) == 0 ? view.room().newcomer(view.state()) : List.of();
        return view.room().book().commit(view.state(), view.self(), new GroupBook.Covered(pending, added));
    }

    private SubmitMessage message(View view) {
        return SubmitMessage.newBuilder()
                .setMessage(view.room().book().message(view.state()))
                .build();
    }

    /// Up to three events in a row, whatever they are.
    private ErasePayloads erasure(View view) {
        int seen = parts.rows().events(view.room().book().groupId()).size();
        int first = random.nextInt(Math.max(1, seen));
        return ErasePayloads.newBuilder()
                .addRanges(SeqRange.newBuilder().setFirst(first).setBehind(first + 1 + random.nextInt(3)))
                .build();
    }

    private ChangePolicy policy() {
        return ChangePolicy.newBuilder()
                .setPolicy(GroupPolicy.newBuilder().setMessageEpochsBehindMax(random.nextInt(3)))
                .build();
    }

    /// Something that must be refused whatever the state of the group.
    private void misbehave(View view, GroupCommand.Builder body) {
        var room = view.room();
        switch (random.nextInt(3)) {
            case 0 -> {
                body.setSubmitCommit(GroupBook.forged(commit(view)));
                var intent = new Operation.Intent(view.state().epoch(), ReasonCase.INVALID_MESSAGE, false);
                submit(envelopes.of(room.book().groupId(), view.self().identity(), body), intent);
            }
            case 1 -> {
                body.setSubmitMessage(SubmitMessage.newBuilder().setMessage(envelopes.fresh(40)));
                var intent = new Operation.Intent(0, ReasonCase.MALFORMED_MESSAGE, true);
                submit(envelopes.of(room.book().groupId(), view.self().identity(), body), intent);
            }
            default -> {
                body.setSubmitMessage(message(view));
                var intent = new Operation.Intent(0, ReasonCase.NOT_A_MEMBER, true);
                submit(envelopes.of(room.book().groupId(), Room.STRANGER, body), intent);
            }
        }
    }

    private void submit(View view, GroupCommand.Builder body) {
        var command = envelopes.of(view.room().book().groupId(), view.self().identity(), body);
        submit(command, Operation.Intent.valid(view.state().epoch()));
    }

    private void submit(Room room, SigningClient caller, GroupCommand.Builder body) {
        submit(envelopes.of(room.book().groupId(), caller.identity(), body), Operation.Intent.valid(0));
    }

    private Operation submit(GroupCommand command, Operation.Intent intent) {
        var operation = parts.record().invoke(command, intent, parts.schedule().now());
        mine.add(operation);
        api.submit(command, intent)
                .ifPresent(verdict -> operation.end(verdict, parts.schedule().now()));
        return operation;
    }

    /// Reads a group's history, and the Welcomes that came with it.
    private List<GroupEvent> read(Room room) {
        var groupId = room.book().groupId();
        List<GroupEvent> events = parts.rows().events(groupId);
        if (parts.flaws().include(Flaw.WELCOME_BEFORE_THE_COMMIT)) {
            readEarly(room, events.size());
        }
        if (!events.isEmpty()) {
            var newest = events.getLast().getHeader();
            var erased = events.stream()
                    .filter(SealedEvents::isErased)
                    .map(event -> event.getHeader().getSeq())
                    .collect(Collectors.toSet());
            parts.record().see(new Sight.History(groupId, events.size(), newest.getLeafHash(), erased));
        }
        parts.rows()
                .welcomes(groupId)
                .forEach(found -> parts.record()
                        .see(new Sight.Welcomed(groupId, found.seq(), found.keyPackageRef(), found.welcome())));
        return events;
    }

    /// What could be read a second ago is in it, unless the database has gone back since.
    private void askForCheckpoint(ByteString groupId) {
        long size = parts.rows().events(groupId).size();
        int restores = parts.rows().restores();
        parts.schedule().pause(Parts.SECOND);
        parts.signers().checkpoint(groupId).ifPresent(signed -> {
            var head = signed.checkpoint().head();
            long atLeast = restores == parts.rows().restores() ? size : 0;
            parts.schedule().count("checkpoint");
            parts.record().see(new Sight.Checkpointed(groupId, head.size(), head.root(), atLeast));
        });
    }

    /// The Welcomes of Commits that somebody has asked for.
    private void readEarly(Room room, long seq) {
        for (var operation : parts.record().operations()) {
            var welcome = operation.command().getSubmitCommit().getWelcome();
            if (operation.groupId().equals(room.book().groupId()) && !welcome.isEmpty()) {
                parts.record().see(new Sight.Welcomed(operation.groupId(), seq, ByteString.EMPTY, welcome));
            }
        }
    }
}
