package dev.epochal.simulation.world;

import com.google.protobuf.ByteString;
import dev.epochal.schema.log.RecordSeal;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.SubmitMessage;
import dev.epochal.schema.record.Verdict;
import dev.epochal.simulation.broker.LogRecord;
import dev.epochal.simulation.history.Operation;
import dev.epochal.simulation.time.Reply;
import dev.epochal.simulation.traffic.EpochState;
import dev.epochal.simulation.traffic.SigningClient;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Somebody who uses the server: one request after the other, by what it read last, and sometimes by what it read long
/// ago. The api instance between it and the log is part of it.
final class SimulatedClient {
    private static final long MILLI = 1_000_000;
    private static final long PATIENCE_NANOS = 8_000 * MILLI;
    private static final long THINK_NANOS = 400 * MILLI;
    private static final int HASH = 32;
    private static final int SUBMISSION_ID = 16;

    private final World.Parts parts;
    private final List<Room> rooms;
    private final SplittableRandom random;
    private final List<Operation> mine = new ArrayList<>();

    SimulatedClient(World.Parts parts, List<Room> rooms) {
        this.parts = parts;
        this.rooms = rooms;
        this.random = parts.schedule().random().split();
    }

    /// Makes so many requests.
    void run(int requests) {
        for (int i = 0; i < requests; i++) {
            parts.schedule().pause(random.nextLong(THINK_NANOS));
            request();
        }
    }

    private void request() {
        if (!mine.isEmpty() && random.nextInt(6) == 0) {
            repeat(mine.get(random.nextInt(mine.size())));
            return;
        }
        var room = rooms.get(random.nextInt(rooms.size()));
        List<GroupEvent> events = parts.rows().events(room.book().groupId());
        if (events.isEmpty()) {
            if (room.isToBeCreated()) {
                send(command(room, room.creator(), GroupCommand.newBuilder().setCreateGroup(room.creation())), 0);
            }
            return;
        }
        var states = room.states(events);
        int age = random.nextInt(4) == 0 ? random.nextInt(3) : 0;
        EpochState state = states.get(Math.max(0, states.size() - 1 - age));
        var sender = state.members().get(random.nextInt(state.members().size()));
        if (random.nextInt(3) == 0) {
            var message = SubmitMessage.newBuilder().setMessage(room.book().message(state));
            send(command(room, sender, GroupCommand.newBuilder().setSubmitMessage(message)), state.epoch());
        } else {
            List<SigningClient> added = random.nextInt(4) == 0 ? room.newcomer(state) : List.of();
            var commit = room.book().commit(state, sender, added);
            send(command(room, sender, GroupCommand.newBuilder().setSubmitCommit(commit)), state.epoch());
        }
    }

    private void repeat(Operation before) {
        send(before.command().toBuilder().setSubmissionId(fresh(SUBMISSION_ID)).build(), before.epoch());
    }

    private GroupCommand command(Room room, SigningClient sender, GroupCommand.Builder body) {
        ByteString digest = digest(body);
        return body.setSubmissionId(fresh(SUBMISSION_ID))
                .setGroupId(room.book().groupId())
                .setSubmittedBy(sender.identity())
                .setIdempotencyKey(random.nextInt(3) == 0 ? fresh(HASH) : digest)
                .setBodyDigest(digest)
                .setPayloadSalt(fresh(HASH))
                .build();
    }

    private void send(GroupCommand command, long epoch) {
        var operation = parts.invoke(command, epoch);
        mine.add(operation);
        Reply<Verdict> verdict = parts.verdicts().of(command.getSubmissionId());
        append(command);
        parts.schedule().await(verdict, PATIENCE_NANOS);
        Optional.of(verdict)
                .filter(Reply::isDone)
                .ifPresent(told -> operation.end(told.value(), parts.schedule().now()));
    }

    /// The api's producer sends until it hears of it; the broker takes the record once.
    private void append(GroupCommand command) {
        byte[] key = command.getGroupId().toByteArray();
        byte[] value = command.toByteArray();
        var content = new LogRecord(key, value, RecordSeal.of(Topic.GROUP_COMMANDS, key, value));
        var partition = parts.layout().commands(command.getGroupId());
        var taken = new Reply<Long>();
        for (int attempt = 0; attempt < 3; attempt++) {
            var reply = parts.network().send(() -> {
                if (!taken.isDone()) {
                    taken.complete(parts.broker().append(partition, content));
                }
                return taken.value();
            });
            if (parts.schedule().await(reply, 300 * MILLI)) {
                return;
            }
        }
    }

    private ByteString fresh(int size) {
        byte[] octets = new byte[size];
        random.nextBytes(octets);
        return ByteString.copyFrom(octets);
    }

    /// SHA-256 over the kind and the body; what it is in production doesn't matter here.
    private static ByteString digest(GroupCommand.Builder body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(0, body.getBodyCase().getNumber()));
            digest.update(body.build().toByteArray());
            return ByteString.copyFrom(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java platform has SHA-256", e);
        }
    }
}
