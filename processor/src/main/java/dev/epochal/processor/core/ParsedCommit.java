package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.group.Welcome;
import dev.epochal.schema.record.SubmitCommit;
import java.util.List;

/// A Commit with its Welcome and GroupInfo, read and not yet checked.
final class ParsedCommit {
    private final SubmitCommit submission;
    private final MlsMessage message;
    private final Envelope envelope;
    private final List<Welcome> welcomes;
    private final BroughtGroupInfo groupInfo;

    private ParsedCommit(SubmitCommit submission) {
        this.submission = submission;
        this.message = Envelope.parse("The Commit", submission.getCommit());
        this.envelope = Envelope.of(message);
        this.welcomes = welcomes(submission.getWelcome());
        this.groupInfo = BroughtGroupInfo.of(submission);
    }

    /// Reads a submission whose sizes are within the limits.
    static ParsedCommit of(SubmitCommit submission, Limits limits) {
        limits.checkSize("commit", submission.getCommit().size(), limits.handshakeBytesMax());
        limits.checkSize("welcome", submission.getWelcome().size(), limits.welcomeBytesMax());
        limits.checkSize("group_info", submission.getGroupInfo().size(), limits.groupInfoBytesMax());
        limits.checkSize("partial_group_info", submission.getPartialGroupInfo().size(), limits.groupInfoBytesMax());
        return new ParsedCommit(submission);
    }

    /// Reads what was accepted before.
    static ParsedCommit ofAccepted(SubmitCommit submission) {
        return new ParsedCommit(submission);
    }

    private static List<Welcome> welcomes(ByteString bytes) {
        if (bytes.isEmpty()) {
            return List.of();
        }
        return switch (Envelope.parse("The Welcome", bytes)) {
            case MlsMessage.OfWelcome(Welcome welcome, Octets _) -> List.of(welcome);
            case MlsMessage other ->
                throw Refusals.wrongWelcome(
                        "Instead of a Welcome there is a message with the wire format " + other.wireFormat() + ".");
        };
    }

    SubmitCommit submission() {
        return submission;
    }

    MlsMessage message() {
        return message;
    }

    Envelope envelope() {
        return envelope;
    }

    /// One, or none.
    List<Welcome> welcomes() {
        return welcomes;
    }

    BroughtGroupInfo groupInfo() {
        return groupInfo;
    }
}
