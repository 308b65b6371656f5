package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.CipherSuite;
import dev.epochal.mls.crypto.HpkeCiphertext;
import dev.epochal.mls.crypto.HpkePublicKey;
import dev.epochal.mls.crypto.PublicKeyForm;
import dev.epochal.mls.tree.LeafNodeSource;
import dev.epochal.mls.tree.ParentNode;
import dev.epochal.mls.tree.UpdatePath;
import dev.epochal.mls.tree.UpdatePathNode;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Enforces;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Checks the UpdatePath of a Commit against the tree that it is applied to, and merges it (RFC 9420 §7.5,
/// §7.6, §12.4.2). The new leaf itself is checked elsewhere.
final class PathMerge {
    private final TreeEditor editor;
    private final int leafIndex;
    private final UpdatePath path;
    /// The nodes of the filtered direct path, from the leaf towards the root.
    private final List<Subtree> filtered = new ArrayList<>();

    PathMerge(TreeEditor editor, int leafIndex, UpdatePath path) {
        this.editor = editor;
        this.leafIndex = leafIndex;
        this.path = path;
        for (Subtree node = editor.root(); !node.isLeaf(); node = node.towards(leafIndex)) {
            if (!node.awayFrom(leafIndex).isEmpty()) {
                filtered.addFirst(node);
            }
        }
    }

    /// Merges the path; the nodes of new members take part in no resolution.
    void merge(Set<Integer> newLeaves) {
        checkLength();
        checkKeys();
        checkCiphertexts(newLeaves);
        Map<Integer, ParentNode> parents = new HashMap<>();
        Octets parentHash = Octets.EMPTY;
        for (int i = filtered.size() - 1; i >= 0; i--) {
            Subtree place = filtered.get(i);
            HpkePublicKey key = new HpkePublicKey(
                    path.nodes().get(i).encryptionKey().octets().compact());
            parents.put(place.index(), ParentNode.of(key, parentHash, List.of()));
            Octets siblingHash = place.awayFrom(leafIndex).hash(editor.hasher());
            parentHash = editor.hasher().parentHash(key, parentHash, siblingHash);
        }
        checkParentHash(parentHash);
        editor.replacePath(leafIndex, path.leafNode(), parents);
    }

    @Enforces(CheckId.PATH_LENGTH)
    private void checkLength() {
        CheckId.PATH_LENGTH.require(
                path.nodes().size() == filtered.size(), path.nodes().size() + " nodes instead of " + filtered.size());
    }

    @Enforces({CheckId.PATH_KEYS_FRESH, CheckId.ENCRYPTION_KEY_FORM})
    private void checkKeys() {
        Set<Octets> keys = new HashSet<>();
        requireFresh(keys, path.leafNode().encryptionKey());
        for (UpdatePathNode node : path.nodes()) {
            CheckId.ENCRYPTION_KEY_FORM.require(
                    PublicKeyForm.accepts(editor.hasher().suite().kem(), node.encryptionKey()), "a node of the path");
            requireFresh(keys, node.encryptionKey());
        }
    }

    private void requireFresh(Set<Octets> keys, HpkePublicKey key) {
        boolean fresh = !editor.hasEncryptionKey(key.octets()) && keys.add(key.octets());
        CheckId.PATH_KEYS_FRESH.require(fresh, "the key ", key.octets());
    }

    @Enforces(CheckId.PATH_CIPHERTEXTS)
    private void checkCiphertexts(Set<Integer> newLeaves) {
        for (int i = 0; i < filtered.size(); i++) {
            List<Integer> resolution = new ArrayList<>();
            filtered.get(i).awayFrom(leafIndex).resolve(resolution::add);
            resolution.removeIf(node -> (node & 1) == 0 && newLeaves.contains(node / 2));
            checkForm(path.nodes().get(i).encryptedPathSecret());
            int ciphertexts = path.nodes().get(i).encryptedPathSecret().size();
            CheckId.PATH_CIPHERTEXTS.require(
                    ciphertexts == resolution.size(),
                    ciphertexts + " instead of " + resolution.size() + " at the node "
                            + filtered.get(i).index());
        }
    }

    /// A path secret is as long as a hash; sealing adds a tag. No receiver could open another one.
    @Enforces(CheckId.PATH_CIPHERTEXT_FORM)
    private void checkForm(List<HpkeCiphertext> ciphertexts) {
        CipherSuite suite = editor.hasher().suite();
        for (HpkeCiphertext ciphertext : ciphertexts) {
            boolean fits = PublicKeyForm.accepts(suite.kem(), new HpkePublicKey(ciphertext.kemOutput()))
                    && ciphertext.ciphertext().size() == suite.hashSize() + CipherSuite.AEAD_TAG_SIZE;
            CheckId.PATH_CIPHERTEXT_FORM.require(
                    fits,
                    "a KEM output of " + ciphertext.kemOutput().size() + " octets or "
                            + ciphertext.ciphertext().size() + " sealed ones");
        }
    }

    @Enforces(CheckId.PATH_PARENT_HASH)
    private void checkParentHash(Octets expected) {
        boolean equal = path.leafNode().source() instanceof LeafNodeSource.InCommit(Octets parentHash)
                && parentHash.equals(expected);
        CheckId.PATH_PARENT_HASH.require(equal, "of the leaf " + leafIndex);
    }
}
