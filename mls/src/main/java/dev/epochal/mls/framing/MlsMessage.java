package dev.epochal.mls.framing;

import dev.epochal.mls.codec.MalformedException.Reason;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.group.ProtocolVersion;
import dev.epochal.mls.group.Welcome;
import dev.epochal.mls.keypackage.KeyPackage;

/// An `MLSMessage` (RFC 9420 §6): the outermost envelope, sealed by wire format. The entry of this module.
///
/// Time and memory of parsing are bounded by a small multiple of the input's size. Nothing is verified here.
public sealed interface MlsMessage extends Struct {
    /// `mls_public_message`.
    ///
    /// @param message the message
    /// @param bytes the whole envelope as it came
    record OfPublicMessage(PublicMessage message, Octets bytes) implements MlsMessage {
        @Override
        public int wireFormat() {
            return WireFormat.PUBLIC_MESSAGE;
        }

        @Override
        public void writeTo(Writer writer) {
            message.authenticated().writeTo(writer.u16(ProtocolVersion.MLS10));
            message.membershipTag().ifPresent(writer::opaque);
        }
    }

    /// `mls_private_message`.
    ///
    /// @param message the message
    /// @param bytes the whole envelope as it came
    record OfPrivateMessage(PrivateMessage message, Octets bytes) implements MlsMessage {
        @Override
        public int wireFormat() {
            return WireFormat.PRIVATE_MESSAGE;
        }

        @Override
        public void writeTo(Writer writer) {
            message.writeTo(writer.u16(ProtocolVersion.MLS10).u16(wireFormat()));
        }
    }

    /// `mls_welcome`.
    ///
    /// @param welcome the Welcome
    /// @param bytes the whole envelope as it came
    record OfWelcome(Welcome welcome, Octets bytes) implements MlsMessage {
        @Override
        public int wireFormat() {
            return WireFormat.WELCOME;
        }

        @Override
        public void writeTo(Writer writer) {
            welcome.writeTo(writer.u16(ProtocolVersion.MLS10).u16(wireFormat()));
        }
    }

    /// `mls_group_info`.
    ///
    /// @param groupInfo the GroupInfo
    /// @param bytes the whole envelope as it came
    record OfGroupInfo(GroupInfo groupInfo, Octets bytes) implements MlsMessage {
        @Override
        public int wireFormat() {
            return WireFormat.GROUP_INFO;
        }

        @Override
        public void writeTo(Writer writer) {
            groupInfo.writeTo(writer.u16(ProtocolVersion.MLS10).u16(wireFormat()));
        }
    }

    /// `mls_key_package`.
    ///
    /// @param keyPackage the KeyPackage
    /// @param bytes the whole envelope as it came
    record OfKeyPackage(KeyPackage keyPackage, Octets bytes) implements MlsMessage {
        @Override
        public int wireFormat() {
            return WireFormat.KEY_PACKAGE;
        }

        @Override
        public void writeTo(Writer writer) {
            keyPackage.writeTo(writer.u16(ProtocolVersion.MLS10).u16(wireFormat()));
        }
    }

    /// Reads octets that are exactly one message. Throws [MalformedException], and nothing else, for all other input.
    static MlsMessage parse(Octets octets) {
        Reader reader = Reader.of(octets);
        ProtocolVersion.expect(reader, "MLSMessage.version");
        MlsMessage message = parseBody(reader, octets);
        reader.end("MLSMessage");
        return message;
    }

    /// Reads a copy of the bytes; see [#parse(Octets)].
    static MlsMessage parse(byte[] bytes) {
        return parse(Octets.copyOf(bytes));
    }

    private static MlsMessage parseBody(Reader reader, Octets octets) {
        Reader ahead = Reader.of(octets.slice(2, octets.size()));
        int wireFormat = ahead.u16("MLSMessage.wire_format");
        if (wireFormat == WireFormat.PUBLIC_MESSAGE) {
            return new OfPublicMessage(PublicMessage.parseFromWireFormat(reader), octets);
        }
        reader.u16("MLSMessage.wire_format");
        return switch (wireFormat) {
            case WireFormat.PRIVATE_MESSAGE -> new OfPrivateMessage(PrivateMessage.parse(reader), octets);
            case WireFormat.WELCOME -> new OfWelcome(Welcome.parse(reader), octets);
            case WireFormat.GROUP_INFO -> new OfGroupInfo(GroupInfo.parse(reader), octets);
            case WireFormat.KEY_PACKAGE -> new OfKeyPackage(KeyPackage.parse(reader), octets);
            default -> throw reader.malformedBehind(2, Reason.UNKNOWN_VALUE, "MLSMessage.wire_format");
        };
    }

    /// The registered code point of the wire format.
    int wireFormat();

    /// The whole envelope as it came.
    Octets bytes();
}
