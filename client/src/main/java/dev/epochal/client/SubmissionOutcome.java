package dev.epochal.client;

import com.fasterxml.jackson.databind.JsonNode;

/// What was decided about a submission.
public sealed interface SubmissionOutcome {
    /// It was accepted.
    ///
    /// @param receipt the answer that its submitter was to get
    record Accepted(JsonNode receipt) implements SubmissionOutcome {}

    /// It was refused.
    ///
    /// @param problem the refusal
    record Refused(Problem problem) implements SubmissionOutcome {}
}
