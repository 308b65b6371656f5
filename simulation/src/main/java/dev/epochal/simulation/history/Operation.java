package dev.epochal.simulation.history;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.Refusal.ReasonCase;
import dev.epochal.schema.record.Verdict;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Something that a client asked for, when, and what it heard of it.
public final class Operation {
    private final int number;
    private final GroupCommand command;
    private final Intent intent;
    private final long invokedAt;
    private long endedAt = Long.MAX_VALUE;
    private @Nullable Verdict answer;

    /// What the client meant to do.
    ///
    /// @param epoch the epoch that it believed to be in
    /// @param flaw what is wrong with it in any epoch; NOT_SET if nothing is
    /// @param unseenEpoch whether the flaw is found before anybody asks for the epoch
    public record Intent(long epoch, ReasonCase flaw, boolean unseenEpoch) {
        /// Nothing is wrong with it.
        public static Intent valid(long epoch) {
            return new Intent(epoch, ReasonCase.REASON_NOT_SET, false);
        }
    }

    public Operation(int number, GroupCommand command, Intent intent, long invokedAt) {
        this.number = number;
        this.command = command;
        this.intent = intent;
        this.invokedAt = invokedAt;
    }

    public int number() {
        return number;
    }

    public GroupCommand command() {
        return command;
    }

    public ByteString groupId() {
        return command.getGroupId();
    }

    public Intent intent() {
        return intent;
    }

    public long invokedAt() {
        return invokedAt;
    }

    /// When the client heard of it; never, as long as it hasn't.
    public long endedAt() {
        return endedAt;
    }

    /// The client has its answer.
    public void end(Verdict verdict, long now) {
        answer = verdict;
        endedAt = now;
    }

    /// What the client was told; empty if it doesn't know.
    public Optional<Verdict> answer() {
        return Optional.ofNullable(answer);
    }

    /// Whether the client was told that it is a fact.
    public boolean isAccepted() {
        return answer().filter(Verdict::hasGroupReceipt).isPresent();
    }

    /// Whether the client was told that it isn't and won't be.
    public boolean isRefused() {
        return answer().filter(Verdict::hasRefusal).isPresent();
    }

    @Override
    public String toString() {
        return "operation " + number + " (" + command.getBodyCase() + " in epoch " + intent.epoch() + ")";
    }
}
