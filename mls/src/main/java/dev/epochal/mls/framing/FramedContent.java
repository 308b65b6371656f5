package dev.epochal.mls.framing;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;

/// A `FramedContent` (RFC 9420 §6): a message before it is protected.
///
/// @param groupId the group it is for
/// @param epoch the epoch it is sent in, unsigned
/// @param sender who says to have sent it
/// @param authenticatedData whatever the application wants to have authenticated
/// @param content what it says
/// @param bytes the octets as they came
public record FramedContent(
        Octets groupId, long epoch, Sender sender, Octets authenticatedData, Content content, Octets bytes)
        implements Struct {
    /// Reads one FramedContent.
    public static FramedContent parse(Reader reader) {
        int mark = reader.mark();
        Octets groupId = reader.opaque("FramedContent.group_id");
        long epoch = reader.u64("FramedContent.epoch");
        Sender sender = Sender.parse(reader);
        Octets authenticatedData = reader.opaque("FramedContent.authenticated_data");
        Content content = Content.parse(reader);
        return new FramedContent(groupId, epoch, sender, authenticatedData, content, reader.since(mark));
    }

    @Override
    public void writeTo(Writer writer) {
        writer.opaque(groupId).u64(epoch);
        sender.writeTo(writer);
        content.writeTo(writer.opaque(authenticatedData));
    }
}
