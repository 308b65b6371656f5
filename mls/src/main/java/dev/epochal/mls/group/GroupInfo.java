package dev.epochal.mls.group;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.crypto.HpkePublicKey;
import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.tree.RatchetTree;
import java.util.Optional;

/// A `GroupInfo` (RFC 9420 §12.4.3): a member's signed word on the state of a group.
///
/// @param groupContext the state
/// @param extensions more for those who join
/// @param confirmationTag the tag of the Commit that started the epoch
/// @param signer the leaf index of the member who signs, a uint32 that may lie beyond the tree
/// @param signature over all of the above
/// @param bytes the octets as they came
public record GroupInfo(
        GroupContext groupContext,
        Extensions extensions,
        Octets confirmationTag,
        long signer,
        Octets signature,
        Octets bytes)
        implements Struct {
    /// Reads one GroupInfo; nothing of it is verified here.
    public static GroupInfo parse(Reader reader) {
        int mark = reader.mark();
        GroupContext groupContext = GroupContext.parse(reader);
        Extensions extensions = Extensions.parse(reader);
        Octets confirmationTag = reader.opaque("GroupInfo.confirmation_tag");
        long signer = reader.u32("GroupInfo.signer");
        Octets signature = reader.opaque("GroupInfo.signature");
        return new GroupInfo(groupContext, extensions, confirmationTag, signer, signature, reader.since(mark));
    }

    /// Reads octets that are exactly one GroupInfo, without an MLSMessage around it.
    public static GroupInfo parse(Octets octets) {
        return Reader.whole(octets, "GroupInfo", GroupInfo::parse);
    }

    /// `GroupInfoTBS`: everything but the signature.
    public Octets toBeSigned() {
        Writer signatureOnly = new Writer(signature.size() + 4).opaque(signature);
        return bytes.slice(0, bytes.size() - signatureOnly.toOctets().size());
    }

    /// The tree of the `ratchet_tree` extension, parsed at each call; empty if the extension is absent. Throws
    /// `MalformedException` if its contents are no tree.
    public Optional<RatchetTree> ratchetTree() {
        return extensions.find(ExtensionType.RATCHET_TREE).map(RatchetTree::parse);
    }

    /// The key of the `external_pub` extension; empty if external joins aren't offered. Throws
    /// `MalformedException` if its contents are no key.
    public Optional<HpkePublicKey> externalPub() {
        return extensions
                .find(ExtensionType.EXTERNAL_PUB)
                .map(contents -> Reader.whole(contents, "external_pub", HpkePublicKey::parse));
    }

    @Override
    public void writeTo(Writer writer) {
        groupContext.writeTo(writer);
        extensions.writeTo(writer);
        writer.opaque(confirmationTag).u32(signer).opaque(signature);
    }
}
