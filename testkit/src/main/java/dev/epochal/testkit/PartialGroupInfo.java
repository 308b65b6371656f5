package dev.epochal.testkit;

import dev.epochal.client.Octets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.bouncycastle.mls.codec.GroupInfo;
import org.bouncycastle.mls.codec.MLSOutputStream;

/// Makes the PartialGroupInfo (draft-ietf-mls-ratchet-tree-options) of a GroupInfo without a tree.
final class PartialGroupInfo {
    private static final int NO_RATCHET_TREE = 0;
    private static final int SIGNER_OCTETS = 4;

    private PartialGroupInfo() {}

    /// The extensions and the signature. The engine shows no signature; it is what stands behind the signer.
    static Octets of(GroupInfo groupInfo) throws IOException {
        var extensions = new MLSOutputStream();
        extensions.writeList(groupInfo.getExtensions());
        var tag = new MLSOutputStream();
        tag.writeOpaque(groupInfo.getConfirmationTag());
        byte[] whole = MLSOutputStream.encode(groupInfo);
        int unsigned = MLSOutputStream.encode(groupInfo.getGroupContext()).length
                + extensions.toByteArray().length
                + tag.toByteArray().length
                + SIGNER_OCTETS;
        var partial = new ByteArrayOutputStream();
        partial.write(NO_RATCHET_TREE);
        partial.write(extensions.toByteArray());
        partial.write(whole, unsigned, whole.length - unsigned);
        return Octets.of(partial.toByteArray());
    }
}
