package dev.epochal.testkit;

import dev.epochal.client.Outcome;
import dev.epochal.client.Receipt;
import java.util.List;

/// How a Commit came to be accepted.
///
/// @param receipt the receipt of the attempt that won
/// @param lost the races that were lost before
public record CommitReport(Receipt receipt, List<Outcome.Conflict<Receipt>> lost) {}
