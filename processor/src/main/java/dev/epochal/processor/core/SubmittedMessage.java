package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.mls.framing.ContentType;
import dev.epochal.mls.framing.WireFormat;
import dev.epochal.schema.record.MessageAccepted;

/// An application message after all that can be checked of it: that a member sent it to this group, lately enough.
final class SubmittedMessage {
    private final MessageAccepted body;

    private SubmittedMessage(MessageAccepted body) {
        this.body = body;
    }

    MessageAccepted body() {
        return body;
    }

    /// Takes a message that a caller submits.
    static SubmittedMessage of(ByteString bytes, Submission submission) {
        check(bytes, submission);
        return new SubmittedMessage(
                MessageAccepted.newBuilder().setMessage(bytes).build());
    }

    /// Checks in this order: size, form, group, wire format, content type,
    /// membership, freeze, epoch, policy.
    static void check(ByteString bytes, Submission submission) {
        GroupState state = submission.state();
        submission
                .limits()
                .checkSize("message", bytes.size(), submission.limits().messageBytesMax());
        Envelope envelope = Envelope.of(Envelope.parse("The message", bytes));
        envelope.checkOutside(state, WireFormat.PRIVATE_MESSAGE, ContentType.APPLICATION, submission.limits());
        Envelope.checkMember(state, submission.caller());
        Envelope.checkOpen(state);
        envelope.checkEpoch(state, state.policy().getMessageEpochsBehindMax());
        PolicyRule.SEND.require(state, submission.caller());
    }
}
