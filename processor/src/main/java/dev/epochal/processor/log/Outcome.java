package dev.epochal.processor.log;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.DeadLetter;
import dev.epochal.schema.record.Verdict;
import java.util.Optional;

/// What one command comes to: what is appended for it, all in the same transaction.
sealed interface Outcome {
    /// The answer, if anybody can be told.
    Optional<Answer> answer();

    /// A verdict and the partition on which it is waited for.
    record Answer(Verdict verdict, int partition) {}

    /// The command became a fact.
    ///
    /// @param key of the records
    record Accepted(ByteString key, Ledger.Written written, Optional<Answer> answer) implements Outcome {}

    /// Nothing happened: the command had been accepted before.
    record Repeated(Optional<Answer> answer) implements Outcome {}

    /// Nothing happened: the command is refused.
    record Refused(Optional<Answer> answer) implements Outcome {}

    /// The command is put aside.
    ///
    /// @param key of the command's record
    record Parked(ByteString key, DeadLetter letter, Optional<Answer> answer) implements Outcome {}

    /// The command was decided in an earlier transaction, which also answered it.
    record Skipped() implements Outcome {
        @Override
        public Optional<Answer> answer() {
            return Optional.empty();
        }
    }
}
