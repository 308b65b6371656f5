package dev.epochal.mls.follow;

import static dev.epochal.mls.follow.PaperGroup.assertRefused;

import dev.epochal.mls.codec.Codes;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.commit.ProposalOrRef;
import dev.epochal.mls.extension.Extension;
import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.extension.RequiredCapabilities;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.proposal.GroupContextExtensions;
import dev.epochal.mls.proposal.PreSharedKey;
import dev.epochal.mls.proposal.PreSharedKeyId;
import dev.epochal.mls.proposal.Proposal;
import dev.epochal.mls.proposal.ReInit;
import dev.epochal.mls.proposal.Remove;
import dev.epochal.mls.proposal.SelfRemove;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Checked;
import dev.epochal.mls.validation.RfcCheck;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProposalRefusalTest {
    private static final Octets NONCE = Octets.owning(new byte[32]);
    private final PaperGroup group = PaperGroup.ofFour();

    @Test
    @RfcCheck(CheckId.REMOVE_MEMBER)
    void refuses_to_remove_nobody() {
        refusesBoth(new Remove(4), CheckId.REMOVE_MEMBER);
        refusesBoth(new Remove(0xffff_ffffL), CheckId.REMOVE_MEMBER);
    }

    @Test
    @RfcCheck({CheckId.PSK_NONCE, CheckId.PSK_USAGE})
    void refuses_pre_shared_keys_of_a_wrong_form() {
        PreSharedKeyId shortNonce = new PreSharedKeyId.External(Octets.ofText("id"), Octets.ofText("nonce"));
        refusesBoth(new PreSharedKey(shortNonce), CheckId.PSK_NONCE);
        for (PreSharedKeyId.Usage usage : List.of(PreSharedKeyId.Usage.REINIT, PreSharedKeyId.Usage.BRANCH)) {
            PreSharedKeyId id = new PreSharedKeyId.Resumption(usage, Octets.ofText("old"), 3, NONCE);
            refusesBoth(new PreSharedKey(id), CheckId.PSK_USAGE);
            PaperGroup fresh = PaperGroup.create(Rules.strict(), Extensions.NONE);
            Assertions.assertThat(fresh.stage(fresh.commit(0).with(new PreSharedKey(id))))
                    .isInstanceOf(Checked.Passed.class);
        }
    }

    @Test
    @RfcCheck(CheckId.PSK_EPOCH)
    void refuses_a_resumption_key_of_an_epoch_that_is_yet_to_come() {
        long epoch = group.state.context().epoch();
        for (long future : new long[] {epoch + 1, -1}) {
            refusesBoth(resumption(PaperGroup.GROUP_ID, future), CheckId.PSK_EPOCH);
        }
        for (PreSharedKey known : List.of(
                resumption(PaperGroup.GROUP_ID, epoch),
                resumption(PaperGroup.GROUP_ID, 0),
                resumption(Octets.ofText("other"), epoch + 1))) {
            Assertions.assertThat(group.stage(group.commit(0).with(known))).isInstanceOf(Checked.Passed.class);
        }
    }

    private static PreSharedKey resumption(Octets groupId, long epoch) {
        return new PreSharedKey(new PreSharedKeyId.Resumption(PreSharedKeyId.Usage.APPLICATION, groupId, epoch, NONCE));
    }

    @Test
    @RfcCheck(CheckId.LIST_ONE_STARTING_PSK)
    void refuses_to_start_a_group_twice() {
        PaperGroup fresh = PaperGroup.create(Rules.strict(), Extensions.NONE);
        PreSharedKey reInit = starting(PreSharedKeyId.Usage.REINIT, 1);
        PreSharedKey branch = starting(PreSharedKeyId.Usage.BRANCH, 1);
        PreSharedKey other = starting(PreSharedKeyId.Usage.REINIT, 2);
        assertRefused(fresh.stage(fresh.commit(0).with(reInit, branch)), CheckId.LIST_ONE_STARTING_PSK);
        assertRefused(fresh.stage(fresh.commit(0).with(reInit, other)), CheckId.LIST_ONE_STARTING_PSK);
    }

    private static PreSharedKey starting(PreSharedKeyId.Usage usage, long epoch) {
        return new PreSharedKey(new PreSharedKeyId.Resumption(usage, Octets.ofText("old"), epoch, NONCE));
    }

    @Test
    @RfcCheck(CheckId.REINIT_VERSION)
    void refuses_a_successor_of_an_older_version() {
        refusesBoth(new ReInit(Octets.ofText("next"), 0, 1, Extensions.NONE), CheckId.REINIT_VERSION);
    }

    @Test
    @RfcCheck(CheckId.PROPOSAL_SUPPORTED)
    void refuses_a_proposal_type_that_a_member_does_not_support() {
        group.accept(group.commit(0)
                .with(new Add(group.client("old").keyPackage(leaf -> leaf.proposalTypes = Codes.NONE, _ -> {}))));
        VerifiedProposal leaving = group.verified(3, new SelfRemove());
        assertRefused(group.stage(group.commit(1).covering(leaving)), CheckId.PROPOSAL_SUPPORTED);
        Assertions.assertThat(group.stage(group.commit(1).covering(leaving).with(new Remove(4))))
                .as("who is removed need not support it")
                .isInstanceOf(Checked.Passed.class);
    }

    @Test
    @RfcCheck(CheckId.PROPOSAL_REF)
    void refuses_a_reference_that_is_unknown_or_of_another_epoch() {
        ProposalOrRef unknown = new ProposalOrRef.ByReference(NONCE);
        assertRefused(group.stage(group.commit(0).covering(unknown)), CheckId.PROPOSAL_REF);
        VerifiedProposal old = group.verified(2, new Remove(3));
        group.accept(group.commit(1));
        assertRefused(group.stage(group.commit(0).covering(old)), CheckId.PROPOSAL_REF);
    }

    @Test
    @RfcCheck({CheckId.LIST_OWN_UPDATE, CheckId.LIST_OWN_REMOVE})
    void refuses_what_the_committer_may_not_do_to_itself() {
        VerifiedProposal update = group.verified(1, group.update(1, _ -> {}));
        assertRefused(group.stage(group.commit(1).covering(update)), CheckId.LIST_OWN_UPDATE);
        assertRefused(group.stage(group.commit(1).with(group.update(1, _ -> {}))), CheckId.LIST_OWN_UPDATE);
        assertRefused(group.stage(group.commit(1).with(new Remove(1))), CheckId.LIST_OWN_REMOVE);
        VerifiedProposal byOther = group.verified(2, new Remove(1));
        assertRefused(group.stage(group.commit(1).covering(byOther)), CheckId.LIST_OWN_REMOVE);
        VerifiedProposal leaving = group.verified(1, new SelfRemove());
        assertRefused(group.stage(group.commit(1).covering(leaving)), CheckId.LIST_OWN_REMOVE);
    }

    @Test
    @RfcCheck(CheckId.LIST_ONE_PER_LEAF)
    void refuses_two_changes_of_one_leaf() {
        VerifiedProposal update = group.verified(2, group.update(2, _ -> {}));
        VerifiedProposal another = group.verified(2, group.update(2, _ -> {}));
        VerifiedProposal leaving = group.verified(2, new SelfRemove());
        assertRefused(group.stage(group.commit(0).covering(update, another)), CheckId.LIST_ONE_PER_LEAF);
        assertRefused(group.stage(group.commit(0).covering(update).with(new Remove(2))), CheckId.LIST_ONE_PER_LEAF);
        assertRefused(group.stage(group.commit(0).covering(leaving).with(new Remove(2))), CheckId.LIST_ONE_PER_LEAF);
        assertRefused(group.stage(group.commit(0).with(new Remove(2), new Remove(2))), CheckId.LIST_ONE_PER_LEAF);
    }

    @Test
    @RfcCheck(CheckId.LIST_DUPLICATE_ADD)
    void refuses_to_add_one_client_twice() {
        PaperClient erin = group.client("erin");
        assertRefused(
                group.stage(group.commit(0).with(new Add(erin.keyPackage()), new Add(erin.keyPackage()))),
                CheckId.LIST_DUPLICATE_ADD);
        PaperClient sameName = group.client("erin");
        assertRefused(
                group.stage(group.commit(0).with(new Add(erin.keyPackage()), new Add(sameName.keyPackage()))),
                CheckId.LIST_DUPLICATE_ADD);
    }

    @Test
    @RfcCheck(CheckId.SIGNATURE_KEY_UNIQUE)
    void adds_a_present_client_only_if_it_is_removed() {
        Add again = new Add(group.at(3).keyPackage());
        assertRefused(group.stage(group.commit(0).with(again)), CheckId.SIGNATURE_KEY_UNIQUE);
        Assertions.assertThat(group.stage(group.commit(0).with(again, new Remove(3))))
                .isInstanceOf(Checked.Passed.class);
    }

    @Test
    @RfcCheck(CheckId.LIST_DUPLICATE_PSK)
    void refuses_one_pre_shared_key_twice() {
        PreSharedKey psk = new PreSharedKey(new PreSharedKeyId.External(Octets.ofText("id"), NONCE));
        assertRefused(group.stage(group.commit(0).with(psk, psk)), CheckId.LIST_DUPLICATE_PSK);
        assertRefused(group.stage(group.join(group.client("joiner")).with(psk, psk)), CheckId.LIST_DUPLICATE_PSK);
    }

    @Test
    @RfcCheck({CheckId.LIST_ONE_GROUP_CONTEXT_EXTENSIONS, CheckId.LIST_REINIT_ALONE})
    void refuses_lists_that_contradict_themselves() {
        GroupContextExtensions extensions = new GroupContextExtensions(Extensions.NONE);
        assertRefused(
                group.stage(group.commit(0).with(extensions, extensions)), CheckId.LIST_ONE_GROUP_CONTEXT_EXTENSIONS);
        ReInit reInit = new ReInit(Octets.ofText("next"), 1, 1, Extensions.NONE);
        assertRefused(group.stage(group.commit(0).with(reInit, new Remove(3))), CheckId.LIST_REINIT_ALONE);
        assertRefused(group.stage(group.commit(0).with(reInit, reInit)), CheckId.LIST_REINIT_ALONE);
    }

    @Test
    @RfcCheck({CheckId.REQUIRED_CAPABILITIES, CheckId.GROUP_EXTENSIONS})
    void refuses_group_extensions_that_not_all_members_support() {
        Extensions requires = extension(
                ExtensionType.REQUIRED_CAPABILITIES,
                new RequiredCapabilities(Codes.of(0xf001), Codes.of(10), Codes.of(1)).encoded());
        Assertions.assertThat(group.stage(group.commit(0).with(new GroupContextExtensions(requires))))
                .isInstanceOf(Checked.Passed.class);
        for (RequiredCapabilities required : List.of(
                new RequiredCapabilities(Codes.of(0xf009), Codes.NONE, Codes.NONE),
                new RequiredCapabilities(Codes.NONE, Codes.of(0xf009), Codes.NONE),
                new RequiredCapabilities(Codes.NONE, Codes.NONE, Codes.of(0xf009)))) {
            Extensions demanding = extension(ExtensionType.REQUIRED_CAPABILITIES, required.encoded());
            assertRefused(
                    group.stage(group.commit(0).with(new GroupContextExtensions(demanding))),
                    CheckId.REQUIRED_CAPABILITIES);
        }
        assertRefused(
                group.stage(group.commit(0).with(new GroupContextExtensions(extension(0xf009, Octets.EMPTY)))),
                CheckId.GROUP_EXTENSIONS);
        GroupContextExtensions supported = new GroupContextExtensions(extension(0xf001, Octets.EMPTY));
        Add without = new Add(group.client("old").keyPackage(leaf -> leaf.extensionTypes = Codes.NONE, _ -> {}));
        assertRefused(group.stage(group.commit(0).with(without, supported)), CheckId.GROUP_EXTENSIONS);
    }

    @Test
    @RfcCheck({CheckId.GROUP_EXTENSION_CONTENTS, CheckId.EXTENSION_PLACE, CheckId.SIGNATURE_KEY_FORM})
    void refuses_malformed_or_misplaced_group_extensions() {
        Octets odd = Octets.ofHex("01");
        refusesExtensions(ExtensionType.REQUIRED_CAPABILITIES, odd, CheckId.GROUP_EXTENSION_CONTENTS);
        refusesExtensions(ExtensionType.EXTERNAL_SENDERS, odd, CheckId.GROUP_EXTENSION_CONTENTS);
        refusesExtensions(ExtensionType.RATCHET_TREE, odd, CheckId.EXTENSION_PLACE);
        refusesExtensions(ExtensionType.EXTERNAL_SENDERS, Octets.ofHex("050000010100"), CheckId.SIGNATURE_KEY_FORM);
    }

    private void refusesExtensions(int type, Octets contents, CheckId check) {
        refusesBoth(new GroupContextExtensions(extension(type, contents)), check);
    }

    private static Extensions extension(int type, Octets contents) {
        return new Extensions(List.of(new Extension(type, contents)));
    }

    private void refusesBoth(Proposal proposal, CheckId check) {
        assertRefused(group.observer.verifyProposal(group.state, group.proposal(2, proposal, _ -> {})), check);
        assertRefused(group.stage(group.commit(0).with(proposal)), check);
    }
}
