package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.crypto.SignatureLabel;
import dev.epochal.mls.framing.Content;
import dev.epochal.mls.framing.FramedContent;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.framing.PublicMessage;
import dev.epochal.mls.framing.Sender;
import dev.epochal.mls.group.GroupContext;

/// A PublicMessage before it is signed: tests change what they like.
final class PaperMessage {
    Octets groupId;
    long epoch;
    Sender sender;
    Octets authenticatedData = Octets.ofText("aad");
    Content content;
    PaperKey signer;
    GroupContext signedContext;
    Octets confirmationTag = Octets.ofText("confirmation tag of 32 octets...");

    Octets membershipTag = Octets.ofText("membership tag of 32 octets.....");

    PaperMessage(GroupContext context, Sender sender, Content content, PaperKey signer) {
        this.groupId = context.groupId();
        this.epoch = context.epoch();
        this.sender = sender;
        this.content = content;
        this.signer = signer;
        this.signedContext = context;
    }

    PublicMessage sign() {
        Octets framed = new FramedContent(groupId, epoch, sender, authenticatedData, content, Octets.EMPTY).encoded();
        Writer tbs = new Writer().u16(1).u16(1).raw(framed);
        if (sender.signsGroupContext()) {
            tbs.raw(signedContext.bytes());
        }
        Writer message = new Writer().u16(1).u16(1).raw(framed);
        message.opaque(signer.sign(SignatureLabel.FRAMED_CONTENT, tbs.toOctets()));
        if (content instanceof Content.OfCommit) {
            message.opaque(confirmationTag);
        }
        if (sender instanceof Sender.Member) {
            message.opaque(membershipTag);
        }
        return switch (MlsMessage.parse(message.toOctets())) {
            case MlsMessage.OfPublicMessage(PublicMessage value, Octets _) -> value;
            default -> throw new IllegalStateException("no PublicMessage");
        };
    }
}
