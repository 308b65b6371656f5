package dev.epochal.mls.follow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.crypto.CipherSuite;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.group.GroupContext;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.proposal.Proposal;
import dev.epochal.mls.proposal.Remove;
import dev.epochal.mls.proposal.Update;
import dev.epochal.mls.tree.Member;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.tree.UpdatePath;
import dev.epochal.mls.vector.Vectors;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TreeVectorTest {
    private static final Rules RULES =
            Rules.strict().withLifetimesChecked(false).withUniqueIdentities(false);
    private static final Observer OBSERVER = new Observer(SignatureVerifier.fastest(), RULES, 0);

    @Test
    void accepts_each_published_valid_tree() {
        int count = 0;
        for (JsonNode vector : Vectors.read("tree-validation.json")) {
            RatchetTree tree = RatchetTree.parse(Vectors.octets(vector, "tree"));
            GroupContext context = context(vector, tree.treeHash(suite(vector)));
            TrackedTree tracked =
                    new GroupImport(OBSERVER, context).check(tree, GroupParameters.of(Extensions.NONE, suite(vector)));
            assertThat(tracked.toRatchetTree().encoded()).isEqualTo(Vectors.octets(vector, "tree"));
            for (int node = 0; node < tree.nodeCount(); node++) {
                assertThat(tracked.root().at(node).hash(tracked.hasher()).hex())
                        .isEqualTo(vector.get("tree_hashes").get(node).asText());
            }
            count++;
        }
        Vectors.passed("tree-validation", count);
        assertThat(count).isEqualTo(98);
    }

    @Test
    void applies_proposals_to_trees_as_published() {
        int count = 0;
        for (JsonNode vector : Vectors.read("tree-operations.json")) {
            RatchetTree before = RatchetTree.parse(Vectors.octets(vector, "tree_before"));
            GroupContext context = context(suite(vector), Octets.EMPTY, Vectors.octets(vector, "tree_hash_before"));
            TreeEditor editor = new TreeEditor(GroupImport.trusted(context, before), RULES);
            int sender = vector.get("proposal_sender").asInt();
            switch (Proposal.parse(Vectors.octets(vector, "proposal"))) {
                case Add(var keyPackage) -> editor.add(keyPackage.leafNode());
                case Remove(long removed) -> {
                    editor.vacate((int) removed);
                    editor.truncate();
                }
                case Update(var leafNode) -> {
                    editor.vacate(sender);
                    editor.occupy(sender, leafNode);
                }
                default -> throw new IllegalStateException("unexpected proposal");
            }
            TrackedTree after = editor.tree();
            assertThat(after.toRatchetTree().encoded()).isEqualTo(Vectors.octets(vector, "tree_after"));
            assertThat(after.hash()).isEqualTo(Vectors.octets(vector, "tree_hash_after"));
            count++;
        }
        Vectors.passed("tree-operations", count);
        assertThat(count).isEqualTo(5);
    }

    @Test
    void merges_published_update_paths() {
        int count = 0;
        int paths = 0;
        for (JsonNode vector : Vectors.read("treekem.json")) {
            RatchetTree ratchetTree = RatchetTree.parse(Vectors.octets(vector, "ratchet_tree"));
            GroupContext context = context(vector, ratchetTree.treeHash(suite(vector)));
            // Some leaves of these vectors don't list the suite: all but their capabilities is checked.
            TrackedTree tree = GroupImport.trusted(context, ratchetTree);
            new ParentHashes(tree.hasher()).check(tree.root());
            LeafChecks leafChecks = new LeafChecks(OBSERVER, suite(vector));
            for (Member member : tree.members()) {
                leafChecks.checkSignature(
                        member.leafNode(), new LeafPlace.InTree(context.groupId(), member.leafIndex()));
            }
            for (JsonNode item : vector.get("update_paths")) {
                int sender = item.get("sender").asInt();
                UpdatePath path = UpdatePath.parse(Vectors.octets(item, "update_path"));
                leafChecks.checkSignature(path.leafNode(), new LeafPlace.InCommit(context.groupId(), sender));
                TreeEditor editor = new TreeEditor(tree, RULES);
                new PathMerge(editor, sender, path).merge(Set.of());
                assertThat(editor.tree().hash()).isEqualTo(Vectors.octets(item, "tree_hash_after"));
                new ParentHashes(tree.hasher()).check(editor.root());
                paths++;
            }
            count++;
        }
        Vectors.passed("treekem (public part)", count);
        Vectors.passed("treekem update paths", paths);
        assertThat(count).isEqualTo(77);
    }

    private static CipherSuite suite(JsonNode vector) {
        return CipherSuite.of(vector.get("cipher_suite").asInt()).orElseThrow();
    }

    private static GroupContext context(JsonNode vector, Octets treeHash) {
        return context(suite(vector), Vectors.octets(vector, "group_id"), treeHash);
    }

    private static GroupContext context(CipherSuite suite, Octets groupId, Octets treeHash) {
        Writer writer = new Writer().u16(1).u16(suite.code()).opaque(groupId).u64(0);
        writer.opaque(treeHash).opaque(Octets.EMPTY);
        Extensions.NONE.writeTo(writer);
        return GroupContext.parse(writer.toOctets());
    }
}
