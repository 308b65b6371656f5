package dev.epochal.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.client.Octets;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.mls.TreeKEM.TreeKEMPublicKey;
import org.bouncycastle.mls.codec.Extension;
import org.bouncycastle.mls.codec.GroupInfo;
import org.bouncycastle.mls.codec.MLSInputStream;
import org.bouncycastle.mls.codec.WireFormat;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// What a Delivery Service may rely on in the bytes that these clients send.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BundleTest {
    private final MlsGroup alice = MlsGroup.create(MlsIdentity.generate("alice", "laptop"), Octets.utf8("group"));
    private final KeyPackageSecrets bobs = KeyPackageSecrets.generate(MlsIdentity.generate("bob", "phone"));

    private static TreeKEMPublicKey treeIn(GroupInfo groupInfo) throws Exception {
        for (Extension extension : groupInfo.getExtensions()) {
            var tree = extension.getRatchetTree();
            if (tree != null) {
                tree.setSuite(Bcmls.SUITE);
                tree.setHashAll();
                return tree;
            }
        }
        throw new AssertionError("no ratchet_tree extension");
    }

    private static GroupInfo groupInfo(Octets message) throws Exception {
        return Bcmls.decode(message, WireFormat.mls_group_info).groupInfo;
    }

    @Test
    void the_group_info_describes_the_epoch_that_the_commit_starts() throws Exception {
        var staged = alice.stage(CommitPlan.add(List.of(bobs.message())));

        var info = groupInfo(staged.bundle().groupInfo());
        var tree = treeIn(info);

        assertThat(info.getGroupID()).isEqualTo(Octets.utf8("group").toArray());
        assertThat(info.getEpoch()).isEqualTo(1);
        assertThat(info.getSigner().value()).isZero();
        assertThat(info.verify(Bcmls.SUITE, tree)).isTrue();
        assertThat(tree.getRootHash()).isEqualTo(info.getGroupContext().getTreeHash());
        assertThat(Roster.members(tree)).hasSize(2);
    }

    @Test
    void the_group_info_repeats_the_confirmation_tag_that_ends_the_commit() throws Exception {
        var staged = alice.stage(CommitPlan.add(List.of(bobs.message())));

        var tag = groupInfo(staged.bundle().groupInfo()).getConfirmationTag();

        // A PublicMessage of a member ends with the confirmation tag and the membership tag, 1 + 32 bytes each.
        var commit = staged.bundle().commit().toArray();
        assertThat(java.util.Arrays.copyOfRange(commit, commit.length - 65, commit.length - 33))
                .isEqualTo(tag);
    }

    @Test
    void the_group_info_of_epoch_zero_is_signed_by_its_creator() throws Exception {
        var info = groupInfo(alice.groupInfo());

        assertThat(info.getEpoch()).isZero();
        assertThat(info.verify(Bcmls.SUITE, treeIn(info))).isTrue();
    }

    @Test
    void a_key_package_is_signed_and_does_not_live_for_ever() throws Exception {
        var decoded = Bcmls.decode(bobs.message(), WireFormat.mls_key_package).keyPackage;

        assertThat(decoded.verify()).isTrue();
        var lifetime = new MLSInputStream(
                Bcmls.encode(decoded.getLeafNode().getLifeTime()).toArray());
        long notBefore = (long) lifetime.read(long.class);
        long notAfter = (long) lifetime.read(long.class);
        assertThat(Instant.now().getEpochSecond()).isBetween(notBefore, notAfter);
        assertThat(notAfter - notBefore).isLessThan(100 * 86_400L);
    }

    @Test
    void each_message_is_what_its_envelope_says() throws Exception {
        var staged = alice.stage(CommitPlan.add(List.of(bobs.message())));

        assertThat(Bcmls.decode(staged.bundle().commit()).wireFormat).isEqualTo(WireFormat.mls_public_message);
        assertThat(Bcmls.decode(staged.bundle().welcome()).wireFormat).isEqualTo(WireFormat.mls_welcome);
        assertThat(Bcmls.decode(alice.protect(Octets.utf8("hello"))).wireFormat)
                .isEqualTo(WireFormat.mls_private_message);
    }
}
