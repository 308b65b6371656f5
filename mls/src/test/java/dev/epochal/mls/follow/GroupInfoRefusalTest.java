package dev.epochal.mls.follow;

import static dev.epochal.mls.follow.PaperGroup.assertRefused;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.crypto.HpkeCiphertext;
import dev.epochal.mls.extension.Extension;
import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.group.EncryptedGroupSecrets;
import dev.epochal.mls.group.GroupContext;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.group.PartialGroupInfo;
import dev.epochal.mls.group.RatchetTreePresence;
import dev.epochal.mls.group.Welcome;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.proposal.PreSharedKey;
import dev.epochal.mls.proposal.PreSharedKeyId;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Checked;
import dev.epochal.mls.validation.RfcCheck;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GroupInfoRefusalTest {
    /// A joiner secret, a path secret, no pre-shared keys, and a tag.
    private static final int SEALED_SECRETS = 33 + 34 + 1 + 16;
    private static final Octets KEM_OUTPUT = Octets.ofText("an X25519 key of 32 octets......");
    private static final Octets GROUP_INFO = Octets.owning(new byte[300]);

    private final PaperGroup group = PaperGroup.ofFour();

    @Test
    void accepts_the_groups_own_with_and_without_the_tree() {
        Extensions tree =
                extension(ExtensionType.RATCHET_TREE, group.state.ratchetTree().encoded());
        Extensions key = extension(
                ExtensionType.EXTERNAL_PUB, PaperKey.encryptionKey(group.random).encoded());
        for (Extensions extensions : List.of(Extensions.NONE, tree, key, extension(0x0a0a, Octets.ofText("grease")))) {
            Assertions.assertThat(check(group.groupInfo(extensions, 2))).isInstanceOf(Checked.Passed.class);
        }
        Assertions.assertThat(group.observer.join(group.groupInfo(tree, 1))).isInstanceOf(Checked.Passed.class);
    }

    @Test
    @RfcCheck({CheckId.GROUP_INFO_CONTEXT, CheckId.GROUP_INFO_TAG})
    void refuses_another_context_or_confirmation_tag() {
        GroupContext context = group.state.context();
        GroupContext fork =
                context.at(context.epoch(), context.treeHash(), Octets.ofText("fork"), context.extensions());
        PaperKey key = group.at(0).key();
        assertRefused(check(PaperGroup.groupInfo(fork, Extensions.NONE, 0, key)), CheckId.GROUP_INFO_CONTEXT);
        Octets tag = Octets.ofText("another tag that has 32 octets..");
        assertRefused(check(PaperGroup.groupInfo(context, Extensions.NONE, 0, key, tag)), CheckId.GROUP_INFO_TAG);
    }

    @Test
    @RfcCheck(CheckId.CONFIRMATION_TAG_SIZE)
    void refuses_to_join_by_a_confirmation_tag_of_another_size() {
        GroupInfo groupInfo = PaperGroup.groupInfo(
                group.state.context(), Extensions.NONE, 0, group.at(0).key(), Octets.ofText("short"));
        assertRefused(group.observer.join(groupInfo, group.state.ratchetTree()), CheckId.CONFIRMATION_TAG_SIZE);
    }

    @Test
    @RfcCheck({CheckId.GROUP_INFO_SIGNER, CheckId.GROUP_INFO_SIGNATURE})
    void refuses_a_signer_who_is_no_member_or_another_ones_signature() {
        GroupContext context = group.state.context();
        PaperKey key = group.at(0).key();
        for (long signer : new long[] {4, 0xffff_ffffL}) {
            assertRefused(
                    check(PaperGroup.groupInfo(context, Extensions.NONE, signer, key)), CheckId.GROUP_INFO_SIGNER);
        }
        assertRefused(check(PaperGroup.groupInfo(context, Extensions.NONE, 1, key)), CheckId.GROUP_INFO_SIGNATURE);
    }

    @Test
    @RfcCheck({CheckId.GROUP_INFO_TREE, CheckId.GROUP_INFO_EXTERNAL_PUB, CheckId.EXTENSION_PLACE})
    void refuses_another_tree_or_malformed_or_misplaced_extensions() {
        RatchetTree before = group.state.ratchetTree();
        group.accept(group.commit(0));
        refuses(ExtensionType.RATCHET_TREE, before.encoded(), CheckId.GROUP_INFO_TREE);
        refuses(ExtensionType.RATCHET_TREE, Octets.ofText("no tree"), CheckId.GROUP_INFO_TREE);
        assertRefused(group.observer.join(group.groupInfo(Extensions.NONE, 0)), CheckId.GROUP_INFO_TREE);
        Octets shortKey = new Writer().opaque(Octets.ofText("short")).toOctets();
        refuses(ExtensionType.EXTERNAL_PUB, shortKey, CheckId.GROUP_INFO_EXTERNAL_PUB);
        refuses(ExtensionType.EXTERNAL_PUB, Octets.ofHex("ff"), CheckId.GROUP_INFO_EXTERNAL_PUB);
        refuses(ExtensionType.REQUIRED_CAPABILITIES, Octets.EMPTY, CheckId.EXTENSION_PLACE);
    }

    @Test
    @RfcCheck({CheckId.GROUP_INFO_TREE, CheckId.GROUP_INFO_SIGNATURE})
    void completes_what_the_committer_tells_and_refuses_a_signature_over_something_else() {
        StagedCommit staged = group.stage(group.commit(0)).orThrow();
        PublicGroup after = staged.after();
        Extensions key = extension(
                ExtensionType.EXTERNAL_PUB, PaperKey.encryptionKey(group.random).encoded());
        GroupInfo whole =
                PaperGroup.groupInfo(after.context(), key, 0, group.at(0).key(), after.confirmationTag());
        for (RatchetTreePresence presence : RatchetTreePresence.values()) {
            Checked<GroupInfo> completed = group.observer.completeGroupInfo(staged, partial(presence, key, whole));
            if (presence.isSigned()) {
                assertRefused(completed, CheckId.GROUP_INFO_TREE);
            } else {
                Assertions.assertThat(completed.orThrow()).isEqualTo(whole);
            }
        }
        RatchetTreePresence none = RatchetTreePresence.NO_RATCHET_TREE;
        assertRefused(
                group.observer.completeGroupInfo(staged, partial(none, Extensions.NONE, whole)),
                CheckId.GROUP_INFO_SIGNATURE);
        Extensions tree =
                extension(ExtensionType.RATCHET_TREE, after.ratchetTree().encoded());
        assertRefused(group.observer.completeGroupInfo(staged, partial(none, tree, whole)), CheckId.GROUP_INFO_TREE);
        GroupInfo byAnother =
                PaperGroup.groupInfo(after.context(), key, 1, group.at(1).key(), after.confirmationTag());
        assertRefused(
                group.observer.completeGroupInfo(staged, partial(none, key, byAnother)), CheckId.GROUP_INFO_SIGNATURE);
    }

    private static PartialGroupInfo partial(RatchetTreePresence presence, Extensions extensions, GroupInfo signed) {
        Octets octets = new PartialGroupInfo(presence, extensions, signed.signature(), Octets.EMPTY).encoded();
        return PartialGroupInfo.parse(octets);
    }

    @Test
    @RfcCheck({CheckId.WELCOME_SUITE, CheckId.WELCOME_MEMBERS})
    void refuses_welcomes_that_are_not_for_exactly_the_added_clients() {
        StagedCommit staged = group.stage(group.commit(0)
                        .with(
                                new Add(group.client("e").keyPackage()),
                                new Add(group.client("f").keyPackage())))
                .orThrow();
        List<Octets> refs = staged.addedKeyPackageRefs();
        Octets first = refs.get(0);
        Octets second = refs.get(1);
        Assertions.assertThat(group.observer.checkWelcomes(staged, List.of(welcome(1, first, second))))
                .isInstanceOf(Checked.Passed.class);
        Assertions.assertThat(group.observer.checkWelcomes(staged, List.of(welcome(1, second), welcome(1, first))))
                .isInstanceOf(Checked.Passed.class);
        assertRefused(group.observer.checkWelcomes(staged, List.of(welcome(1, first))), CheckId.WELCOME_MEMBERS);
        assertRefused(
                group.observer.checkWelcomes(staged, List.of(welcome(1, first, second, first))),
                CheckId.WELCOME_MEMBERS);
        assertRefused(group.observer.checkWelcomes(staged, List.of()), CheckId.WELCOME_MEMBERS);
        assertRefused(
                group.observer.checkWelcomes(staged, List.of(welcome(1, first, Octets.ofText("stranger")))),
                CheckId.WELCOME_MEMBERS);
        assertRefused(group.observer.checkWelcomes(staged, List.of(welcome(3, first, second))), CheckId.WELCOME_SUITE);
    }

    @Test
    @RfcCheck(CheckId.WELCOME_FORM)
    void refuses_a_welcome_that_can_not_hold_what_the_new_members_need() {
        Add add = new Add(group.client("e").keyPackage());
        StagedCommit withPath = group.stage(group.commit(0).with(add)).orThrow();
        Octets ref = withPath.addedKeyPackageRefs().getFirst();
        assertForm(withPath, sealed(KEM_OUTPUT, SEALED_SECRETS, Octets.owning(new byte[150]), ref));
        assertForm(withPath, sealed(Octets.owning(new byte[32]), SEALED_SECRETS, GROUP_INFO, ref));
        assertForm(withPath, sealed(KEM_OUTPUT.slice(1, 32), SEALED_SECRETS, GROUP_INFO, ref));
        assertForm(withPath, sealed(KEM_OUTPUT, SEALED_SECRETS - 33, GROUP_INFO, ref));
        assertForm(withPath, sealed(KEM_OUTPUT, SEALED_SECRETS + 1, GROUP_INFO, ref));
        StagedCommit without =
                group.stage(group.commit(0).with(add).withoutPath()).orThrow();
        assertForm(without, sealed(KEM_OUTPUT, SEALED_SECRETS, GROUP_INFO, ref));
        Assertions.assertThat(group.observer.checkWelcomes(
                        without, List.of(sealed(KEM_OUTPUT, SEALED_SECRETS - 33, GROUP_INFO, ref))))
                .isInstanceOf(Checked.Passed.class);
        PreSharedKeyId psk = new PreSharedKeyId.External(Octets.ofText("id"), Octets.owning(new byte[32]));
        StagedCommit withKey =
                group.stage(group.commit(0).with(add, new PreSharedKey(psk))).orThrow();
        assertForm(withKey, sealed(KEM_OUTPUT, SEALED_SECRETS, GROUP_INFO, ref));
        Assertions.assertThat(group.observer.checkWelcomes(
                        withKey,
                        List.of(sealed(
                                KEM_OUTPUT, SEALED_SECRETS + psk.encoded().size(), GROUP_INFO, ref))))
                .isInstanceOf(Checked.Passed.class);
    }

    private void assertForm(StagedCommit staged, Welcome welcome) {
        assertRefused(group.observer.checkWelcomes(staged, List.of(welcome)), CheckId.WELCOME_FORM);
    }

    private static Welcome welcome(int suite, Octets... refs) {
        Welcome welcome = sealed(KEM_OUTPUT, SEALED_SECRETS, GROUP_INFO, refs);
        return new Welcome(suite, welcome.secrets(), welcome.encryptedGroupInfo(), Octets.EMPTY);
    }

    private static Welcome sealed(Octets kemOutput, int secretsSize, Octets groupInfo, Octets... refs) {
        Octets sealed = Octets.owning(new byte[secretsSize]);
        List<EncryptedGroupSecrets> secrets = Stream.of(refs)
                .map(ref -> new EncryptedGroupSecrets(ref, new HpkeCiphertext(kemOutput, sealed)))
                .toList();
        return new Welcome(1, secrets, groupInfo, Octets.EMPTY);
    }

    private void refuses(int type, Octets contents, CheckId check) {
        assertRefused(check(group.groupInfo(extension(type, contents), 3)), check);
    }

    private Checked<GroupInfo> check(GroupInfo groupInfo) {
        return group.observer.checkGroupInfo(group.state, groupInfo);
    }

    private static Extensions extension(int type, Octets contents) {
        return new Extensions(List.of(new Extension(type, contents)));
    }
}
