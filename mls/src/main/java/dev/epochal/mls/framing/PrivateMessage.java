package dev.epochal.mls.framing;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;

/// A `PrivateMessage` (RFC 9420 §6.3): an observer sees the group, the epoch, the kind and the authenticated data.
///
/// @param groupId the group it is for
/// @param epoch the epoch it is sent in, unsigned
/// @param contentType what it is about
/// @param authenticatedData whatever the application wants to have authenticated
/// @param encryptedSenderData sealed
/// @param ciphertext sealed
/// @param bytes the octets as they came
public record PrivateMessage(
        Octets groupId,
        long epoch,
        ContentType contentType,
        Octets authenticatedData,
        Octets encryptedSenderData,
        Octets ciphertext,
        Octets bytes)
        implements Struct {
    /// Reads one PrivateMessage.
    public static PrivateMessage parse(Reader reader) {
        int mark = reader.mark();
        Octets groupId = reader.opaque("PrivateMessage.group_id");
        long epoch = reader.u64("PrivateMessage.epoch");
        ContentType contentType = ContentType.parse(reader);
        Octets authenticatedData = reader.opaque("PrivateMessage.authenticated_data");
        Octets encryptedSenderData = reader.opaque("PrivateMessage.encrypted_sender_data");
        Octets ciphertext = reader.opaque("PrivateMessage.ciphertext");
        return new PrivateMessage(
                groupId, epoch, contentType, authenticatedData, encryptedSenderData, ciphertext, reader.since(mark));
    }

    @Override
    public void writeTo(Writer writer) {
        writer.opaque(groupId).u64(epoch).u8(contentType.code()).opaque(authenticatedData);
        writer.opaque(encryptedSenderData).opaque(ciphertext);
    }
}
