package dev.epochal.api.problem;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Refusal;

/// What the caller is told of each refusal of the decider.
public final class Refusals {
    /// The rule that guards which log the members have agreed on: what it forbids has a type of its own.
    private static final String CHANGE_LOG = GroupPolicy.getDescriptor()
            .findFieldByNumber(GroupPolicy.CHANGE_LOG_FIELD_NUMBER)
            .getName();

    private Refusals() {}

    /// The problem that tells the refusal. A stale epoch is told without the Commits, which stand in the read model.
    public static Problem problem(Refusal refusal) {
        boolean pinned = refusal.getPolicyRefusal().getRule().equals(CHANGE_LOG);
        var type = pinned ? ProblemType.LOG_PINNED : type(refusal.getReasonCase());
        var detail = refusal.getDetail().isEmpty() ? type.title() : refusal.getDetail();
        var problem = Problem.of(type, detail).underRfc(refusal.getRfc()).byCheck(refusal.getCheckId());
        return members(refusal, problem);
    }

    /// The kind of problem that stands for the reason.
    static ProblemType type(Refusal.ReasonCase reason) {
        return switch (reason) {
            case UNKNOWN_GROUP -> ProblemType.UNKNOWN_GROUP;
            case GROUP_EXISTS -> ProblemType.GROUP_EXISTS;
            case GROUP_MISMATCH -> ProblemType.GROUP_MISMATCH;
            case NOT_A_MEMBER -> ProblemType.NOT_A_MEMBER;
            case SENDER_MISMATCH -> ProblemType.SENDER_MISMATCH;
            case STALE_EPOCH -> ProblemType.STALE_EPOCH;
            case FUTURE_EPOCH -> ProblemType.FUTURE_EPOCH;
            case MALFORMED_MESSAGE -> ProblemType.MALFORMED_MESSAGE;
            case WRONG_WIRE_FORMAT -> ProblemType.WRONG_WIRE_FORMAT;
            case WRONG_CONTENT_TYPE -> ProblemType.WRONG_CONTENT_TYPE;
            case UNKNOWN_PROPOSAL -> ProblemType.UNKNOWN_PROPOSAL;
            case INVALID_GROUP_INFO -> ProblemType.INVALID_GROUP_INFO;
            case WELCOME_MISMATCH -> ProblemType.WELCOME_MISMATCH;
            case IDEMPOTENCY_KEY_REUSED -> ProblemType.IDEMPOTENCY_KEY_REUSED;
            case KEY_PACKAGE_OWNER_MISMATCH -> ProblemType.KEY_PACKAGE_OWNER_MISMATCH;
            case DUPLICATE_KEY_PACKAGE -> ProblemType.DUPLICATE_KEY_PACKAGE;
            case INVALID_KEY_PACKAGE -> ProblemType.INVALID_KEY_PACKAGE;
            case NO_KEY_PACKAGES -> ProblemType.NO_KEY_PACKAGES;
            case FAULT, REASON_NOT_SET -> ProblemType.FAULT;
            case INVALID_MESSAGE -> ProblemType.INVALID_MESSAGE;
            case PENDING_PROPOSALS_FULL -> ProblemType.PENDING_PROPOSALS_FULL;
            case POLICY_REFUSAL -> ProblemType.POLICY;
            case TOO_LARGE -> ProblemType.TOO_LARGE;
            case GROUP_FROZEN -> ProblemType.GROUP_FROZEN;
            case DUPLICATE_MESSAGE -> ProblemType.DUPLICATE_MESSAGE;
            case GROUP_QUARANTINED -> ProblemType.GROUP_QUARANTINED;
            case RATE_EXCEEDED -> ProblemType.RATE_EXCEEDED;
            case UNKNOWN_CLIENT -> ProblemType.UNKNOWN_CLIENT;
            case CLIENT_GONE -> ProblemType.CLIENT_GONE;
            case UNREGISTERED_SIGNATURE_KEY -> ProblemType.UNREGISTERED_SIGNATURE_KEY;
            case INVALID_SIGNATURE_KEY -> ProblemType.INVALID_SIGNATURE_KEY;
            case REPORTS_FULL -> ProblemType.REPORTS_FULL;
            case UNREPORTABLE_EPOCH -> ProblemType.UNREPORTABLE_EPOCH;
            case NOTHING_TO_ERASE -> ProblemType.NOTHING_TO_ERASE;
        };
    }

    private static Problem members(Refusal refusal, Problem problem) {
        return switch (refusal.getReasonCase()) {
            case STALE_EPOCH -> {
                var stale = refusal.getStaleEpoch();
                yield problem.with("submittedEpoch", number(stale.getSubmittedEpoch()))
                        .with("currentEpoch", number(stale.getCurrentEpoch()))
                        .with("headSeq", number(stale.getHeadSeq()));
            }
            case FUTURE_EPOCH ->
                problem.with("submittedEpoch", number(refusal.getFutureEpoch().getSubmittedEpoch()))
                        .with("currentEpoch", number(refusal.getFutureEpoch().getCurrentEpoch()));
            case UNKNOWN_PROPOSAL -> {
                var missing = Json.array();
                refusal.getUnknownProposal().getMissingList().forEach(ref -> missing.add(Base64Url.encode(ref)));
                yield problem.with("missing", missing);
            }
            case TOO_LARGE ->
                problem.with("what", TextNode.valueOf(refusal.getTooLarge().getWhat()))
                        .with("size", number(refusal.getTooLarge().getSize()))
                        .with("limit", number(refusal.getTooLarge().getLimit()));
            case RATE_EXCEEDED ->
                problem.retryAfterMs(
                        Integer.toUnsignedLong(refusal.getRateExceeded().getRetryAfterMs()));
            case GROUP_FROZEN -> frozen(refusal, problem);
            default -> oneMember(refusal, problem);
        };
    }

    private static Problem oneMember(Refusal refusal, Problem problem) {
        return switch (refusal.getReasonCase()) {
            case WRONG_WIRE_FORMAT ->
                problem.with(
                        "wireFormat",
                        IntNode.valueOf(refusal.getWrongWireFormat().getWireFormat()));
            case WRONG_CONTENT_TYPE ->
                problem.with(
                        "contentType",
                        IntNode.valueOf(refusal.getWrongContentType().getContentType()));
            case DUPLICATE_KEY_PACKAGE ->
                problem.with(
                        "ref",
                        TextNode.valueOf(Base64Url.encode(
                                refusal.getDuplicateKeyPackage().getRef())));
            case FAULT ->
                problem.with("fault", TextNode.valueOf(refusal.getFault().getId()));
            case PENDING_PROPOSALS_FULL ->
                problem.with(
                        "limit",
                        IntNode.valueOf(refusal.getPendingProposalsFull().getLimit()));
            case REPORTS_FULL ->
                problem.with("limit", IntNode.valueOf(refusal.getReportsFull().getLimit()));
            case POLICY_REFUSAL ->
                problem.with("rule", TextNode.valueOf(refusal.getPolicyRefusal().getRule()));
            case UNREGISTERED_SIGNATURE_KEY -> {
                var owner = refusal.getUnregisteredSignatureKey().getIdentity();
                yield problem.with("user", TextNode.valueOf(owner.getUser()))
                        .with("client", TextNode.valueOf(owner.getClient()));
            }
            case DUPLICATE_MESSAGE ->
                problem.with("seq", number(refusal.getDuplicateMessage().getSeq()));
            default -> problem;
        };
    }

    private static Problem frozen(Refusal refusal, Problem problem) {
        var successor = refusal.getGroupFrozen().getSuccessorGroupId();
        return successor.isEmpty() ? problem : problem.withHint("groupId", Base64Url.encode(successor));
    }

    private static LongNode number(long value) {
        return LongNode.valueOf(value);
    }
}
