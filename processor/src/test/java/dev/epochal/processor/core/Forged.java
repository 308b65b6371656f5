package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.commit.Commit;
import dev.epochal.mls.commit.ProposalOrRef;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.framing.Content;
import dev.epochal.mls.framing.ContentType;
import dev.epochal.mls.framing.FramedContent;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.framing.Sender;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.keypackage.KeyPackage;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.proposal.Proposal;
import dev.epochal.mls.proposal.Remove;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Messages that are well formed and otherwise as wrong as a test likes: nobody signed them.
///
/// @param groupId the group they claim
/// @param epoch the epoch they claim
/// @param sender the sender they claim
/// @param authenticatedData in clear
record Forged(ByteString groupId, long epoch, Sender sender, Octets authenticatedData) {
    private static final Octets SIGNATURE = Bytes.octets(Scene.filled(1).concat(Scene.filled(2)));
    private static final Octets TAG = Bytes.octets(Scene.filled(3));

    static Forged by(int leafIndex, long epoch) {
        return new Forged(Scene.groupId(), epoch, new Sender.Member(leafIndex), Octets.EMPTY);
    }

    Forged forGroup(String other) {
        return new Forged(ByteString.copyFromUtf8(other), epoch, sender, authenticatedData);
    }

    Forged from(Sender other) {
        return new Forged(groupId, epoch, other, authenticatedData);
    }

    Forged withAuthenticatedData(int size) {
        return new Forged(groupId, epoch, sender, Octets.owning(new byte[size]));
    }

    ByteString commit(ProposalOrRef... proposals) {
        return publicMessage(new Content.OfCommit(new Commit(List.of(proposals), Optional.empty())));
    }

    ByteString proposal(Proposal proposal) {
        return publicMessage(new Content.OfProposal(proposal));
    }

    private ByteString publicMessage(Content content) {
        Writer writer = new Writer().u16(1).u16(1);
        new FramedContent(Bytes.octets(groupId), epoch, sender, authenticatedData, content, Octets.EMPTY)
                .writeTo(writer);
        writer.opaque(SIGNATURE);
        if (content instanceof Content.OfCommit) {
            writer.opaque(TAG);
        }
        if (sender instanceof Sender.Member) {
            writer.opaque(TAG);
        }
        return Bytes.string(writer.toOctets());
    }

    /// A PrivateMessage: nobody can tell that nothing is in it.
    ByteString privateMessage(ContentType contentType) {
        return Bytes.string(new Writer()
                .u16(1)
                .u16(2)
                .opaque(Bytes.octets(groupId))
                .u64(epoch)
                .u8(contentType.code())
                .opaque(authenticatedData)
                .opaque(TAG)
                .opaque(SIGNATURE)
                .toOctets());
    }

    static ProposalOrRef unknownRef() {
        return new ProposalOrRef.ByReference(Bytes.octets(Scene.filled(8)));
    }

    static ProposalOrRef remove(int leafIndex) {
        return new ProposalOrRef.ByValue(new Remove(leafIndex));
    }

    static ProposalOrRef add(LiveClient client) {
        return new ProposalOrRef.ByValue(new Add(keyPackage(client.keyPackage())));
    }

    static KeyPackage keyPackage(ByteString message) {
        return switch (MlsMessage.parse(message.toByteArray())) {
            case MlsMessage.OfKeyPackage(KeyPackage keyPackage, Octets _) -> keyPackage;
            default -> throw new AssertionError("no KeyPackage");
        };
    }

    static GroupInfo groupInfo(ByteString message) {
        return switch (MlsMessage.parse(message.toByteArray())) {
            case MlsMessage.OfGroupInfo(GroupInfo groupInfo, Octets _) -> groupInfo;
            default -> throw new AssertionError("no GroupInfo");
        };
    }

    /// A GroupInfo with other fields and the old signature.
    static ByteString changed(ByteString message, UnaryOperator<GroupInfo> change) {
        Writer writer = new Writer().u16(1).u16(4);
        change.apply(groupInfo(message)).writeTo(writer);
        return Bytes.string(writer.toOctets());
    }

    static GroupInfo withoutTree(GroupInfo info) {
        Extensions without = new Extensions(new ArrayList<>(info.extensions().list().stream()
                .filter(extension -> extension.type() != 2)
                .toList()));
        return new GroupInfo(
                info.groupContext(), without, info.confirmationTag(), info.signer(), info.signature(), Octets.EMPTY);
    }

    static GroupInfo withTag(GroupInfo info, Octets tag) {
        return new GroupInfo(
                info.groupContext(), info.extensions(), tag, info.signer(), info.signature(), Octets.EMPTY);
    }

    static GroupInfo withContext(GroupInfo info, UnaryOperator<dev.epochal.mls.group.GroupContext> change) {
        return new GroupInfo(
                change.apply(info.groupContext()),
                info.extensions(),
                info.confirmationTag(),
                info.signer(),
                info.signature(),
                Octets.EMPTY);
    }
}
