package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.RegisteredClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Whose a leaf is. A credential is a name that anybody can write into a leaf. It counts only together with a signature
/// key that the client of this name has registered itself (RFC 9420, section 5.3.1): so no member can add a client that
/// isn't there.
///
/// What the directory said of the clients stands in the command, so that the decision follows from the log alone.
interface RegisteredKeys {
    /// Refuses leaves that aren't their client's.
    void require(List<LeafNode> leaves);

    /// What the directory said when the command was made.
    static RegisteredKeys of(GroupCommand command) {
        Map<Identity, List<ByteString>> keys = new HashMap<>();
        for (RegisteredClient client : command.getRegisteredClientsList()) {
            keys.put(client.getIdentity(), client.getSignatureKeysList());
        }
        return leaves -> leaves.forEach(leaf -> require(keys, leaf));
    }

    /// For events that were decided before: the directory may say something else today.
    static RegisteredKeys onTrust() {
        return _ -> {};
    }

    private static void require(Map<Identity, List<ByteString>> keys, LeafNode leaf) {
        Identity owner = Identities.require(leaf);
        ByteString signatureKey = Bytes.string(leaf.signatureKey().octets());
        if (!keys.getOrDefault(owner, List.of()).contains(signatureKey)) {
            throw Refusals.unregisteredSignatureKey(owner);
        }
    }
}
