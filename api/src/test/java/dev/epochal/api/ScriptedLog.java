package dev.epochal.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.api.submission.CommandRecord;
import dev.epochal.api.submission.SubmissionLog;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.DirectoryCommand;
import dev.epochal.schema.record.DirectoryReceipt;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.GroupReceipt;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.Position;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.Verdict;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A log whose next verdicts the test sets: a receipt, a refusal, a failure to send, or silence.
final class ScriptedLog implements SubmissionLog {
    private final List<CommandRecord> sent = new CopyOnWriteArrayList<>();
    private volatile @Nullable Consumer<Verdict> decided;
    private volatile Verdict outcome = Verdict.getDefaultInstance();
    private volatile boolean down;
    private volatile boolean following = true;
    private volatile long end;

    SubmissionLog open(Consumer<Verdict> wants) {
        decided = wants;
        return this;
    }

    void accepts(GroupReceipt receipt) {
        outcome = Verdict.newBuilder().setGroupReceipt(receipt).build();
    }

    void accepts(DirectoryReceipt receipt) {
        outcome = Verdict.newBuilder().setDirectoryReceipt(receipt).build();
    }

    void refuses(Refusal refusal) {
        outcome = Verdict.newBuilder().setRefusal(refusal).build();
    }

    void staysSilent() {
        outcome = Verdict.getDefaultInstance();
    }

    /// Decides the last command, which waited so far.
    void decidesAtLast(GroupReceipt receipt) {
        accepts(receipt);
        verdict(lastRecord());
    }

    void isDown() {
        down = true;
    }

    void stopsFollowing() {
        following = false;
    }

    static GroupReceipt receipt(long seq, long epoch) {
        return GroupReceipt.newBuilder()
                .setSeq(seq)
                .setEpoch(epoch)
                .setHead(ByteString.copyFrom(new byte[32]))
                .setPosition(Position.newBuilder().setPartition(2).setOffset(40))
                .setAcceptedAtMs(1_790_000_000_000L)
                .setVerified(true)
                .build();
    }

    GroupCommand lastGroupCommand() {
        try {
            return GroupCommand.parseFrom(sent.getLast().value());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    DirectoryCommand lastDirectoryCommand() {
        try {
            return DirectoryCommand.parseFrom(sent.getLast().value());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    CommandRecord lastRecord() {
        return sent.getLast();
    }

    int count() {
        return sent.size();
    }

    @Override
    public int verdictPartition() {
        return 5;
    }

    @Override
    public void append(CommandRecord command, Consumer<Exception> refused) {
        if (down) {
            refused.accept(new IllegalStateException("down"));
            return;
        }
        sent.add(command);
        if (outcome.getOutcomeCase() != Verdict.OutcomeCase.OUTCOME_NOT_SET) {
            verdict(command);
        }
    }

    /// Each partition of events ends here.
    void endsAt(long offset) {
        end = offset;
    }

    @Override
    public Map<Integer, Long> ends(Topic events) {
        return Map.of(0, end, 1, 0L);
    }

    @Override
    public boolean isFollowing() {
        return following;
    }

    @Override
    public void close() {
        following = false;
    }

    private void verdict(CommandRecord command) {
        var verdict = outcome.toBuilder();
        if (command.topic() == Topic.GROUP_COMMANDS) {
            var group = lastGroupCommand();
            verdict.setSubmissionId(group.getSubmissionId())
                    .setGroupId(group.getGroupId())
                    .setSubmittedBy(group.getSubmittedBy());
        } else {
            var directory = lastDirectoryCommand();
            verdict.setSubmissionId(directory.getSubmissionId()).setSubmittedBy(directory.getSubmittedBy());
        }
        var wants = decided;
        if (wants != null) {
            wants.accept(verdict.build());
        }
    }

    static Identity identity(String user, String client) {
        return Identity.newBuilder().setUser(user).setClient(client).build();
    }
}
