package dev.epochal.api.problem;

import java.util.Locale;

/// The kinds of problem. Name and status are stable; `docs/problems.md` tells what each one means.
public enum ProblemType {
    // What the decider refuses.
    UNKNOWN_GROUP(404, "There is no such group", NextAction.CHECK_REQUEST),
    GROUP_EXISTS(409, "The group id is taken", NextAction.FIX_MESSAGE),
    GROUP_MISMATCH(422, "The message belongs to another group", NextAction.FIX_MESSAGE),
    NOT_A_MEMBER(403, "The caller is not a member of the group", NextAction.REJOIN),
    SENDER_MISMATCH(403, "Another member's leaf sent the message", NextAction.FIX_MESSAGE),
    STALE_EPOCH(409, "Another Commit has won the epoch", NextAction.APPLY_AND_RETRY),
    FUTURE_EPOCH(409, "The group has not reached the epoch", NextAction.FETCH),
    MALFORMED_MESSAGE(400, "The bytes are not the MLS message that belongs here", NextAction.FIX_MESSAGE),
    WRONG_WIRE_FORMAT(422, "The group takes messages in another wire format", NextAction.FIX_MESSAGE),
    WRONG_CONTENT_TYPE(422, "The message holds another content type", NextAction.FIX_MESSAGE),
    UNKNOWN_PROPOSAL(422, "The Commit names a proposal that the group does not have", NextAction.FETCH),
    INVALID_GROUP_INFO(422, "The GroupInfo does not describe the group", NextAction.FIX_MESSAGE),
    WELCOME_MISMATCH(422, "The Welcome does not fit the Adds of the Commit", NextAction.FIX_MESSAGE),
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used for another body", NextAction.CHECK_REQUEST),
    KEY_PACKAGE_OWNER_MISMATCH(403, "It belongs to another client", NextAction.FIX_MESSAGE),
    DUPLICATE_KEY_PACKAGE(409, "The KeyPackage was published before", NextAction.FIX_MESSAGE),
    INVALID_KEY_PACKAGE(422, "The KeyPackage is not valid", NextAction.FIX_MESSAGE),
    NO_KEY_PACKAGES(404, "The user has no KeyPackage to claim", NextAction.RETRY_LATER),
    FAULT(500, "The server failed on the submission", NextAction.REPORT),
    INVALID_MESSAGE(422, "The message breaks a rule of MLS", NextAction.FIX_MESSAGE),
    PENDING_PROPOSALS_FULL(409, "The epoch has as many proposals as it may", NextAction.COMMIT_FIRST),
    POLICY(403, "The group's policy forbids it", NextAction.NONE),
    LOG_PINNED(403, "The group's members hold to another log", NextAction.NONE),
    TOO_LARGE(413, "A part of the submission exceeds a limit", NextAction.FIX_MESSAGE),
    GROUP_FROZEN(409, "A ReInit has closed the group", NextAction.JOIN_SUCCESSOR),
    DUPLICATE_MESSAGE(409, "The same bytes were accepted from somebody else", NextAction.NONE),
    GROUP_QUARANTINED(503, "The group takes nothing until an operator has looked at it", NextAction.REPORT),
    RATE_EXCEEDED(429, "The caller submits faster than it may", NextAction.RETRY_LATER),
    UNKNOWN_CLIENT(404, "The user has no such client", NextAction.REGISTER),
    CLIENT_GONE(410, "The client was removed for ever", NextAction.NONE),
    UNREGISTERED_SIGNATURE_KEY(
            403, "A leaf has a signature key that its client has not registered", NextAction.REGISTER),
    INVALID_SIGNATURE_KEY(422, "The bytes are no signature key", NextAction.CHECK_REQUEST),
    REPORTS_FULL(409, "The client has reported as often as it may in one epoch", NextAction.NONE),
    UNREPORTABLE_EPOCH(422, "No Commit led to the epoch", NextAction.FIX_MESSAGE),
    NOTHING_TO_ERASE(409, "There is no such payload to erase", NextAction.NONE),
    // What the interface itself refuses.
    MALFORMED_JSON(400, "The body is not the JSON that belongs here", NextAction.CHECK_REQUEST),
    BAD_PARAMETER(400, "A parameter or header is not acceptable", NextAction.CHECK_REQUEST),
    BAD_REQUEST(400, "The request is not acceptable HTTP", NextAction.CHECK_REQUEST),
    MISSING_TOKEN(401, "The request has no bearer token", NextAction.FETCH_TOKEN),
    INVALID_TOKEN(401, "The bearer token is not valid", NextAction.FETCH_TOKEN),
    EXPIRED_TOKEN(401, "The bearer token has expired", NextAction.FETCH_TOKEN),
    FORBIDDEN_SCOPE(403, "The token does not allow it", NextAction.FETCH_TOKEN),
    NOT_FOUND(404, "There is nothing at this address", NextAction.CHECK_REQUEST),
    UNKNOWN_EPOCH(404, "There is no such epoch for the caller", NextAction.CHECK_REQUEST),
    UNKNOWN_SUBMISSION(404, "The submission is unknown, or not decided yet", NextAction.RETRY_LATER),
    UNKNOWN_KEY_PACKAGE(404, "The caller has no such KeyPackage", NextAction.CHECK_REQUEST),
    METHOD_NOT_ALLOWED(405, "The address does not take this method", NextAction.CHECK_REQUEST),
    BODY_TOO_LARGE(413, "The body exceeds the limit of the address", NextAction.CHECK_REQUEST),
    UNSUPPORTED_MEDIA_TYPE(415, "The address does not take this media type", NextAction.CHECK_REQUEST),
    RANGE_NOT_SATISFIABLE(416, "The body has no such octets", NextAction.CHECK_REQUEST),
    UPGRADE_REQUIRED(426, "The address speaks WebSocket only", NextAction.CHECK_REQUEST),
    INTERNAL(500, "The server failed", NextAction.REPORT),
    UNAVAILABLE(503, "The server can't take the request now", NextAction.RETRY_LATER),
    READ_MODEL_BEHIND(503, "The read model has not reached the event yet", NextAction.RETRY_LATER),
    READ_MODEL_AWAY(503, "The read model can't be read now", NextAction.RETRY_LATER),
    CHECKPOINTS_OFF(503, "The server signs no checkpoints", NextAction.NONE),
    HISTORY_IN_DOUBT(503, "The history is not the one that was signed", NextAction.REPORT),
    OUTCOME_UNKNOWN(504, "The submission is not decided yet", NextAction.ASK_OUTCOME);

    private static final String BASE = "https://epochal.dev/problems/";

    private final int status;
    private final String title;
    private final NextAction nextAction;

    ProblemType(int status, String title, NextAction nextAction) {
        this.status = status;
        this.title = title;
        this.nextAction = nextAction;
    }

    /// The last part of the type's URI.
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The type's URI.
    public String uri() {
        return BASE + slug();
    }

    /// The HTTP status.
    public int status() {
        return status;
    }

    /// The kind of problem in words.
    public String title() {
        return title;
    }

    /// What the caller can do about it, unless the occurrence says otherwise.
    public NextAction nextAction() {
        return nextAction;
    }
}
