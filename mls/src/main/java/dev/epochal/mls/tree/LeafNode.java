package dev.epochal.mls.tree;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.credential.Credential;
import dev.epochal.mls.crypto.HpkePublicKey;
import dev.epochal.mls.crypto.SignaturePublicKey;
import dev.epochal.mls.extension.Extensions;

/// A `LeafNode` (RFC 9420 §7.2): a client's appearance in a group or in a KeyPackage.
///
/// @param encryptionKey the client's HPKE key
/// @param signatureKey the client's signature key
/// @param credential who the client says it is
/// @param capabilities what the client supports
/// @param source how the LeafNode came to be
/// @param extensions the client's extensions
/// @param signature the client's signature, see [#toBeSigned(Octets,long)]
/// @param bytes the octets as they came
public record LeafNode(
        HpkePublicKey encryptionKey,
        SignaturePublicKey signatureKey,
        Credential credential,
        Capabilities capabilities,
        LeafNodeSource source,
        Extensions extensions,
        Octets signature,
        Octets bytes)
        implements Node {
    /// Reads one LeafNode; its signature isn't verified here.
    public static LeafNode parse(Reader reader) {
        int mark = reader.mark();
        HpkePublicKey encryptionKey = HpkePublicKey.parse(reader);
        SignaturePublicKey signatureKey = SignaturePublicKey.parse(reader);
        Credential credential = Credential.parse(reader);
        Capabilities capabilities = Capabilities.parse(reader);
        LeafNodeSource source = LeafNodeSource.parse(reader);
        Extensions extensions = Extensions.parse(reader);
        Octets signature = reader.opaque("LeafNode.signature");
        return new LeafNode(
                encryptionKey,
                signatureKey,
                credential,
                capabilities,
                source,
                extensions,
                signature,
                reader.since(mark));
    }

    /// `LeafNodeTBS` for a place in a group. The group id and leaf index only count for the sources update and
    /// commit; a LeafNode from a KeyPackage is signed without them.
    public Octets toBeSigned(Octets groupId, long leafIndex) {
        Octets signed = bytes.slice(0, bytes.size() - opaqueSize(signature));
        if (source instanceof LeafNodeSource.InKeyPackage) {
            return signed;
        }
        return new Writer(signed.size() + groupId.size() + 8)
                .raw(signed)
                .opaque(groupId)
                .u32(leafIndex)
                .toOctets();
    }

    /// The same on octets of its own, so that the message it came in need not be kept.
    public LeafNode compact() {
        return bytes.isCompact() ? this : Reader.whole(bytes.compact(), "LeafNode", LeafNode::parse);
    }

    private static int opaqueSize(Octets octets) {
        return octets.size() + (octets.size() < 1 << 6 ? 1 : octets.size() < 1 << 14 ? 2 : 4);
    }

    @Override
    public void writeTo(Writer writer) {
        encryptionKey.writeTo(writer);
        signatureKey.writeTo(writer);
        credential.writeTo(writer);
        capabilities.writeTo(writer);
        source.writeTo(writer);
        extensions.writeTo(writer);
        writer.opaque(signature);
    }
}
