package dev.epochal.api.problem;

import java.util.Locale;

/// What a caller can do after a refusal: the stable word in `next.action`.
public enum NextAction {
    /// Apply the Commits of the answer, rebuild the submission, send it again.
    APPLY_AND_RETRY,
    /// Read the group's events on from where the hint says.
    FETCH,
    /// Nothing: the very bytes of the caller have won.
    YOU_ALREADY_WON,
    /// Join the group anew.
    REJOIN,
    /// Get members back to the group that can't follow it any more; the hints say how.
    RECOVER,
    /// Commit the pending proposals first.
    COMMIT_FIRST,
    /// Go on in the group that the ReInit named.
    JOIN_SUCCESSOR,
    /// Register the client with the signature keys that it signs with.
    REGISTER,
    /// Build another message.
    FIX_MESSAGE,
    /// Send another request.
    CHECK_REQUEST,
    /// Get a token.
    FETCH_TOKEN,
    /// Ask for the outcome of the submission at the hinted address.
    ASK_OUTCOME,
    /// Send the same again after a while.
    RETRY_LATER,
    /// Tell the operator, with the correlation id.
    REPORT,
    /// Nothing helps.
    NONE;

    /// The word as it stands in the document.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
