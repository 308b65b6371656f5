package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.framing.ContentType;
import dev.epochal.mls.framing.FramedContent;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.framing.PrivateMessage;
import dev.epochal.mls.framing.Sender;
import dev.epochal.mls.framing.WireFormat;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.StaleEpoch;

/// What is written on the outside of a PublicMessage or PrivateMessage, and whether it is addressed to a group in its
/// present epoch.
///
/// @param wireFormat how it was sent
/// @param groupId the group it is for
/// @param epoch the epoch it is sent in, unsigned
/// @param contentType what it is about
/// @param authenticatedData what the application adds in clear
/// @param fromOutside whether its sender needs no leaf: an external sender, or a newcomer who proposes itself
record Envelope(
        int wireFormat,
        Octets groupId,
        long epoch,
        ContentType contentType,
        Octets authenticatedData,
        boolean fromOutside) {
    private static final String WANTED = "PublicMessage or PrivateMessage";

    /// Reads a message; refuses what isn't one.
    static MlsMessage parse(String what, ByteString bytes) {
        try {
            return MlsMessage.parse(Bytes.octets(bytes));
        } catch (MalformedException e) {
            throw Refusals.malformed(what, e);
        }
    }

    /// The outside of a message; refuses what has none.
    static Envelope of(MlsMessage message) {
        return switch (message) {
            case MlsMessage.OfPublicMessage(var publicMessage, Octets _) -> of(publicMessage.content());
            case MlsMessage.OfPrivateMessage(var privateMessage, Octets _) -> of(privateMessage);
            case MlsMessage.OfWelcome _, MlsMessage.OfGroupInfo _, MlsMessage.OfKeyPackage _ ->
                throw Refusals.wrongWireFormat(message.wireFormat(), WANTED);
        };
    }

    private static Envelope of(FramedContent content) {
        return new Envelope(
                WireFormat.PUBLIC_MESSAGE,
                content.groupId(),
                content.epoch(),
                content.content().type(),
                content.authenticatedData(),
                isFromOutside(content.sender()));
    }

    private static boolean isFromOutside(Sender sender) {
        return switch (sender) {
            case Sender.External _, Sender.NewMemberProposal _ -> true;
            case Sender.Member _, Sender.NewMemberCommit _ -> false;
        };
    }

    private static Envelope of(PrivateMessage message) {
        return new Envelope(
                WireFormat.PRIVATE_MESSAGE,
                message.groupId(),
                message.epoch(),
                message.contentType(),
                message.authenticatedData(),
                false);
    }

    /// Refuses another group's message, another kind of content and too much authenticated data.
    void checkOutside(GroupState state, int wireFormatWanted, ContentType wanted, Limits limits) {
        if (!Bytes.string(groupId).equals(state.groupId())) {
            throw Refusals.groupMismatch();
        }
        if (wireFormat != wireFormatWanted) {
            throw Refusals.wrongWireFormat(
                    wireFormat, wireFormatWanted == WireFormat.PUBLIC_MESSAGE ? "PublicMessage" : "PrivateMessage");
        }
        if (contentType != wanted) {
            throw Refusals.wrongContentType(contentType.code(), wanted.name());
        }
        limits.checkSize("authenticated_data", authenticatedData.size(), limits.authenticatedDataBytesMax());
    }

    /// Refuses a caller who isn't in the group.
    static void checkMember(GroupState state, Identity caller) {
        if (!state.hasMember(caller)) {
            throw Refusals.notAMember();
        }
    }

    /// Refuses everything once a ReInit has closed the group.
    static void checkOpen(GroupState state) {
        if (state.isFrozen()) {
            throw Refusals.groupFrozen(state.chapter().successorGroupId());
        }
    }

    /// Refuses another epoch than the present one, or one more than so many epochs behind it.
    void checkEpoch(GroupState state, int behindMax) {
        long current = state.epoch();
        if (Long.compareUnsigned(epoch, current) > 0) {
            throw Refusals.futureEpoch(epoch, current);
        }
        if (Long.compareUnsigned(current - epoch, Integer.toUnsignedLong(behindMax)) > 0) {
            StaleEpoch.Builder stale = StaleEpoch.newBuilder()
                    .setSubmittedEpoch(epoch)
                    .setCurrentEpoch(current)
                    .setHeadSeq(state.seq())
                    .setFromOutside(fromOutside);
            state.recent().winnerOf(epoch).ifPresent(winner -> stale.setWinnerSeq(winner.seq()));
            throw Refusals.staleEpoch(stale.build());
        }
    }
}
