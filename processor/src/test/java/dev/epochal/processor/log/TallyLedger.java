package dev.epochal.processor.log;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.processor.core.Arrival;
import dev.epochal.processor.core.DamagedHistoryException;
import dev.epochal.processor.core.Decision;
import dev.epochal.processor.core.EarlierEvent;
import dev.epochal.projections.read.ReadPoint;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupReceipt;
import dev.epochal.schema.record.MessageAccepted;
import dev.epochal.schema.record.Position;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.UnknownGroup;
import dev.epochal.schema.record.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// A core that counts, and misbehaves when a command's message tells it to.
final class TallyLedger implements Ledger<GroupCommand, Tally, GroupEvent> {
    static final String THROW = "throw";
    static final String REFUSE = "refuse";
    static final String HUGE = "huge";
    static final String UNFIT = "unfit";
    static final String DAMAGED_GROUP = "damaged";

    private static final int HUGE_BYTES = 9 << 20;

    private final Function<ByteString, List<GroupEvent>> history;
    private final int recentMax;
    private final List<ReadPoint> points = new ArrayList<>();

    /// @param history the events of a group as the read model has them
    TallyLedger(Function<ByteString, List<GroupEvent>> history, int recentMax) {
        this.history = history;
        this.recentMax = recentMax;
    }

    /// What each load demanded of the read model.
    List<ReadPoint> points() {
        return points;
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
    public Decision<GroupEvent> decide(Optional<Tally> state, GroupCommand command, Arrival arrival) {
        var verdict = Verdict.newBuilder()
                .setSubmissionId(command.getSubmissionId())
                .setGroupId(command.getGroupId())
                .setDecidedAtMs(arrival.receivedAtMs());
        boolean known = arrival.earlier().stream()
                        .anyMatch(event -> event.header().getBodyDigest().equals(command.getBodyDigest()))
                || state.stream().anyMatch(tally -> tally.digests().contains(command.getBodyDigest()));
        if (known) {
            return new Decision.Repeated<>(
                    verdict.setGroupReceipt(GroupReceipt.newBuilder().setReplayed(true))
                            .build());
        }
        String wish = command.getSubmitMessage().getMessage().toStringUtf8();
        return switch (wish) {
            case THROW -> throw new IllegalStateException("The core was told to throw");
            case REFUSE ->
                new Decision.Refused<>(
                        verdict.setRefusal(Refusal.newBuilder().setUnknownGroup(UnknownGroup.getDefaultInstance()))
                                .build());
            default -> accept(state, command, new Accepting(arrival, verdict));
        };
    }

    private record Accepting(Arrival arrival, Verdict.Builder verdict) {}

    private static Decision<GroupEvent> accept(Optional<Tally> state, GroupCommand command, Accepting accepting) {
        var message = command.getSubmitMessage().getMessage();
        long seq = state.map(tally -> tally.seq() + 1).orElse(0L);
        var event = GroupEvent.newBuilder()
                .setHeader(EventHeader.newBuilder()
                        .setGroupId(command.getGroupId())
                        .setSeq(seq)
                        .setSubmissionId(command.getSubmissionId())
                        .setBodyDigest(command.getBodyDigest())
                        .setCommand(accepting.arrival().command()))
                .setMessageAccepted(MessageAccepted.newBuilder()
                        .setMessage(
                                message.toStringUtf8().equals(HUGE)
                                        ? ByteString.copyFrom(new byte[HUGE_BYTES])
                                        : message));
        var receipt = GroupReceipt.newBuilder()
                .setSeq(seq)
                .setPosition(accepting.arrival().command());
        return new Decision.Accepted<>(
                event.build(), accepting.verdict().setGroupReceipt(receipt).build());
    }

    @Override
    public Tally evolve(Optional<Tally> state, GroupEvent event) {
        if (event.getMessageAccepted().getMessage().toStringUtf8().equals(UNFIT)) {
            throw new DamagedHistoryException("The core was told to contradict itself");
        }
        return state.map(tally -> tally.and(event)).orElseGet(() -> Tally.first(event));
    }

    @Override
    public Written written(Tally after, GroupEvent event) {
        return new Written(event.toByteString(), Optional.empty());
    }

    @Override
    public Position commandOf(byte[] event) throws InvalidProtocolBufferException {
        return GroupEvent.parseFrom(event).getHeader().getCommand();
    }

    @Override
    public Position lastCommand(Tally state) {
        return state.lastCommand();
    }

    @Override
    public int recentMax() {
        return recentMax;
    }

    @Override
    public boolean recallsEverySubmission(Tally state) {
        return state.seq() < recentMax;
    }

    @Override
    public long weight(Tally state) {
        return 1;
    }

    @Override
    public Map<ByteString, Supplier<Tally>> load(Collection<ByteString> keys, ReadPoint point) {
        points.add(point);
        Map<ByteString, Supplier<Tally>> states = new HashMap<>();
        for (var key : keys) {
            if (key.toStringUtf8().startsWith(DAMAGED_GROUP)) {
                states.put(key, () -> {
                    throw new DamagedHistoryException("The group is damaged on purpose");
                });
            } else {
                fold(history.apply(key)).ifPresent(tally -> states.put(key, () -> tally));
            }
        }
        return states;
    }

    private Optional<Tally> fold(List<GroupEvent> events) {
        Optional<Tally> state = Optional.empty();
        for (var event : events) {
            state = Optional.of(evolve(state, event));
        }
        return state;
    }

    @Override
    public List<EarlierEvent> earlier(ByteString key, List<GroupCommand> commands, ReadPoint point) {
        var digests = commands.stream().map(GroupCommand::getBodyDigest).toList();
        return history.apply(key).stream()
                .filter(event -> digests.contains(event.getHeader().getBodyDigest()))
                .map(event ->
                        new EarlierEvent(event.getHeader(), event.getBodyCase().getNumber(), ByteString.EMPTY))
                .toList();
    }
}
