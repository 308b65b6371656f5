package dev.epochal.simulation.history;

import dev.epochal.schema.record.ClaimedForCaller;
import dev.epochal.schema.record.DirectoryCommand;
import dev.epochal.schema.record.Verdict;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Something that a client asked of the directory, and what it heard of it.
public final class DirectoryRequest {
    private final DirectoryCommand command;
    private @Nullable Verdict answer;

    public DirectoryRequest(DirectoryCommand command) {
        this.command = command;
    }

    public DirectoryCommand command() {
        return command;
    }

    /// The client has its answer.
    public void end(Verdict verdict) {
        answer = verdict;
    }

    /// What the client was told; empty if it doesn't know.
    public Optional<Verdict> answer() {
        return Optional.ofNullable(answer);
    }

    /// The KeyPackages that the client was given.
    List<ClaimedForCaller> given() {
        return answer().map(verdict -> verdict.getDirectoryReceipt().getClaimedList())
                .orElse(List.of());
    }
}
