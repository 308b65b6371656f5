package dev.epochal.mls.tree;

import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.crypto.HpkeCiphertext;
import dev.epochal.mls.crypto.HpkePublicKey;
import java.util.List;

/// An `UpdatePathNode` (RFC 9420 §7.6): a new parent node and the path secret for those below its other child.
///
/// @param encryptionKey the new key of the node
/// @param encryptedPathSecret one ciphertext for each node of the copath node's resolution
public record UpdatePathNode(HpkePublicKey encryptionKey, List<HpkeCiphertext> encryptedPathSecret) implements Struct {
    /// Copies the list.
    public UpdatePathNode {
        encryptedPathSecret = List.copyOf(encryptedPathSecret);
    }

    /// Reads one node.
    public static UpdatePathNode parse(Reader reader) {
        return new UpdatePathNode(
                HpkePublicKey.parse(reader),
                reader.list("UpdatePathNode.encrypted_path_secret", HpkeCiphertext::parse));
    }

    @Override
    public void writeTo(Writer writer) {
        encryptionKey.writeTo(writer);
        writer.list(encryptedPathSecret);
    }
}
