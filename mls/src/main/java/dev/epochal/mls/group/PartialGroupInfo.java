package dev.epochal.mls.group;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.extension.Extensions;

/// A `PartialGroupInfo` (draft-ietf-mls-ratchet-tree-options): of a GroupInfo only what somebody who follows the group
/// can't know.
///
/// @param presence whether the GroupInfo that was signed has a `ratchet_tree`
/// @param extensions its other extensions
/// @param signature its signature
/// @param bytes the octets as they came
public record PartialGroupInfo(RatchetTreePresence presence, Extensions extensions, Octets signature, Octets bytes)
        implements Struct {
    /// Reads one PartialGroupInfo; nothing of it is verified here.
    public static PartialGroupInfo parse(Reader reader) {
        int mark = reader.mark();
        RatchetTreePresence presence = RatchetTreePresence.parse(reader);
        Extensions extensions = Extensions.parse(reader);
        Octets signature = reader.opaque("PartialGroupInfo.signature");
        return new PartialGroupInfo(presence, extensions, signature, reader.since(mark));
    }

    /// Reads octets that are exactly one PartialGroupInfo.
    public static PartialGroupInfo parse(Octets octets) {
        return Reader.whole(octets, "PartialGroupInfo", PartialGroupInfo::parse);
    }

    /// The GroupInfo that was signed, if it is of this state, has no `ratchet_tree` and was signed by this leaf.
    public GroupInfo completedBy(GroupContext groupContext, Octets confirmationTag, long signer) {
        Writer writer = new Writer();
        groupContext.writeTo(writer);
        extensions.writeTo(writer);
        writer.opaque(confirmationTag).u32(signer).opaque(signature);
        return GroupInfo.parse(writer.toOctets());
    }

    @Override
    public void writeTo(Writer writer) {
        writer.u8(presence.code());
        extensions.writeTo(writer);
        writer.opaque(signature);
    }
}
