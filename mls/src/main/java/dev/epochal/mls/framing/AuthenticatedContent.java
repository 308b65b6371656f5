package dev.epochal.mls.framing;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.crypto.CipherSuite;
import dev.epochal.mls.group.GroupContext;
import dev.epochal.mls.group.ProtocolVersion;
import java.util.Optional;

/// An `AuthenticatedContent` (RFC 9420 §6): a message and what authenticates its sender.
///
/// @param wireFormat how it was sent
/// @param content the message
/// @param signature the sender's signature, see [#toBeSigned(GroupContext)]
/// @param confirmationTag present for a Commit only
/// @param bytes the octets as they came, from the wire format to the end of the authentication data
public record AuthenticatedContent(
        int wireFormat, FramedContent content, Octets signature, Optional<Octets> confirmationTag, Octets bytes)
        implements Struct {
    /// Reads one AuthenticatedContent.
    public static AuthenticatedContent parse(Reader reader) {
        int mark = reader.mark();
        int wireFormat = reader.u16("AuthenticatedContent.wire_format");
        FramedContent content = FramedContent.parse(reader);
        Octets signature = reader.opaque("FramedContentAuthData.signature");
        Optional<Octets> confirmationTag = content.content() instanceof Content.OfCommit
                ? Optional.of(reader.opaque("FramedContentAuthData.confirmation_tag"))
                : Optional.empty();
        return new AuthenticatedContent(wireFormat, content, signature, confirmationTag, reader.since(mark));
    }

    /// Reads octets that are exactly one AuthenticatedContent.
    public static AuthenticatedContent parse(Octets octets) {
        return Reader.whole(octets, "AuthenticatedContent", AuthenticatedContent::parse);
    }

    /// The `ProposalRef` by which a Commit may cover this message (§5.2).
    public Octets proposalRef(CipherSuite suite) {
        return suite.refHash("MLS 1.0 Proposal Reference", bytes);
    }

    /// `FramedContentTBS` (§6.1). The GroupContext is that of the message's epoch; it only counts for senders of type
    /// member and new_member_commit.
    public Octets toBeSigned(GroupContext context) {
        Octets contextBytes = content.sender().signsGroupContext() ? context.bytes() : Octets.EMPTY;
        return new Writer(content.bytes().size() + contextBytes.size() + 4)
                .u16(ProtocolVersion.MLS10)
                .u16(wireFormat)
                .raw(content.bytes())
                .raw(contextBytes)
                .toOctets();
    }

    /// The confirmed transcript hash of the epoch that this Commit starts (§8.2).
    public Octets confirmedTranscriptHash(CipherSuite suite, Octets interimTranscriptHashBefore) {
        Octets input = new Writer(content.bytes().size() + signature.size() + 8)
                .u16(wireFormat)
                .raw(content.bytes())
                .opaque(signature)
                .toOctets();
        return suite.hash(interimTranscriptHashBefore, input);
    }

    /// The interim transcript hash of an epoch, from its confirmed one and its confirmation tag (§8.2).
    public static Octets interimTranscriptHash(
            CipherSuite suite, Octets confirmedTranscriptHash, Octets confirmationTag) {
        Octets input =
                new Writer(confirmationTag.size() + 4).opaque(confirmationTag).toOctets();
        return suite.hash(confirmedTranscriptHash, input);
    }

    @Override
    public void writeTo(Writer writer) {
        content.writeTo(writer.u16(wireFormat));
        writer.opaque(signature);
        confirmationTag.ifPresent(writer::opaque);
    }
}
