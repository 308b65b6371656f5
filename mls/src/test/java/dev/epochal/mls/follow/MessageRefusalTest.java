package dev.epochal.mls.follow;

import static dev.epochal.mls.follow.PaperGroup.assertRefused;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.credential.BasicCredential;
import dev.epochal.mls.extension.Extension;
import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.extension.ExternalSender;
import dev.epochal.mls.framing.Content;
import dev.epochal.mls.framing.ContentType;
import dev.epochal.mls.framing.PrivateMessage;
import dev.epochal.mls.framing.Sender;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.proposal.ExternalInit;
import dev.epochal.mls.proposal.Proposal;
import dev.epochal.mls.proposal.ReInit;
import dev.epochal.mls.proposal.Remove;
import dev.epochal.mls.proposal.SelfRemove;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Checked;
import dev.epochal.mls.validation.RfcCheck;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MessageRefusalTest {
    private final PaperGroup group = PaperGroup.ofFour();

    @Test
    @RfcCheck(CheckId.MESSAGE_GROUP)
    void refuses_a_message_for_another_group() {
        refusesEither(message -> message.groupId = Octets.ofText("other"), CheckId.MESSAGE_GROUP);
    }

    @Test
    @RfcCheck(CheckId.MESSAGE_EPOCH)
    void refuses_a_message_for_a_past_or_future_epoch() {
        refusesEither(message -> message.epoch--, CheckId.MESSAGE_EPOCH);
        refusesEither(message -> message.epoch++, CheckId.MESSAGE_EPOCH);
        refusesEither(message -> message.epoch = -1, CheckId.MESSAGE_EPOCH);
    }

    @Test
    @RfcCheck(CheckId.GROUP_CLOSED)
    void refuses_everything_after_a_reinit() {
        ReInit reInit = new ReInit(Octets.ofText("next"), 1, 2, Extensions.NONE);
        StagedCommit staged =
                group.stage(group.commit(0).with(reInit).withoutPath()).orThrow();
        Assertions.assertThat(staged.reInit()).contains(reInit);
        group.state = staged.after();
        refusesEither(_ -> {}, CheckId.GROUP_CLOSED);
    }

    @Test
    @RfcCheck(CheckId.CONTENT_TYPE)
    void refuses_content_of_another_type() {
        Content.OfApplication application = new Content.OfApplication(Octets.ofText("hello"));
        refusesEither(message -> message.content = application, CheckId.CONTENT_TYPE);
        assertRefused(group.observer.verifyProposal(group.state, group.commit(0).message()), CheckId.CONTENT_TYPE);
        assertRefused(
                group.observer.stage(group.state, group.proposal(0, new Remove(1), _ -> {}), List.of()),
                CheckId.CONTENT_TYPE);
    }

    @Test
    @RfcCheck(CheckId.SENDER_MEMBER)
    void refuses_a_sender_who_is_no_member() {
        refusesEither(message -> message.sender = new Sender.Member(4), CheckId.SENDER_MEMBER);
        refusesEither(message -> message.sender = new Sender.Member(0xffff_ffffL), CheckId.SENDER_MEMBER);
        group.accept(group.commit(0).with(new Remove(1)));
        refusesEither(message -> message.sender = new Sender.Member(1), CheckId.SENDER_MEMBER);
    }

    @Test
    @RfcCheck(CheckId.MESSAGE_SIGNATURE)
    void refuses_a_signature_by_another_key_or_for_another_context() {
        refusesEither(message -> message.signer = group.at(2).key(), CheckId.MESSAGE_SIGNATURE);
        refusesEither(
                message -> message.signedContext =
                        message.signedContext.at(message.epoch, Octets.ofText("fork"), Octets.EMPTY, Extensions.NONE),
                CheckId.MESSAGE_SIGNATURE);
        assertRefused(
                group.stage(group.join(group.client("joiner"))
                        .message(m -> m.signer = group.at(0).key())),
                CheckId.MESSAGE_SIGNATURE);
    }

    @Test
    @RfcCheck(CheckId.CONFIRMATION_TAG_SIZE)
    void refuses_a_confirmation_tag_of_another_size() {
        assertRefused(
                group.stage(group.commit(1).message(message -> message.confirmationTag = Octets.ofText("short"))),
                CheckId.CONFIRMATION_TAG_SIZE);
    }

    @Test
    @RfcCheck(CheckId.MEMBERSHIP_TAG_SIZE)
    void refuses_a_membership_tag_of_another_size() {
        refusesEither(message -> message.membershipTag = Octets.EMPTY, CheckId.MEMBERSHIP_TAG_SIZE);
    }

    @Test
    @RfcCheck({CheckId.SENDER_CONTENT, CheckId.EXTERNAL_PROPOSAL_TYPE})
    void refuses_what_a_sender_of_this_type_may_not_send() {
        PaperClient joiner = group.client("joiner");
        assertProposal(new Sender.NewMemberProposal(), joiner.key(), new Remove(1), CheckId.SENDER_CONTENT);
        assertProposal(
                new Sender.NewMemberCommit(), joiner.key(), new Add(joiner.keyPackage()), CheckId.SENDER_CONTENT);
        assertProposal(new Sender.External(0), joiner.key(), group.update(1, _ -> {}), CheckId.EXTERNAL_PROPOSAL_TYPE);
        assertProposal(new Sender.External(0), joiner.key(), new SelfRemove(), CheckId.EXTERNAL_PROPOSAL_TYPE);
        assertRefused(
                group.stage(group.commit(1).message(message -> message.sender = new Sender.External(0))),
                CheckId.SENDER_CONTENT);
        Assertions.assertThat(group.observer.verifyProposal(
                        group.state,
                        group.proposal(
                                new Sender.NewMemberProposal(), joiner.key(), new Add(joiner.keyPackage()), _ -> {})))
                .isInstanceOf(Checked.Passed.class);
    }

    @Test
    @RfcCheck(CheckId.SENDER_EXTERNAL)
    void refuses_an_external_sender_who_is_not_provisioned() {
        PaperKey key = PaperKey.generate(new SplittableRandom(3));
        ExternalSender sender = new ExternalSender(key.publicKey(), new BasicCredential(Octets.ofText("service")));
        Extension senders = new Extension(
                ExtensionType.EXTERNAL_SENDERS,
                new Writer().list(List.of(sender)).toOctets());
        PaperGroup open = PaperGroup.create(Rules.strict(), new Extensions(List.of(senders)));
        Add add = new Add(open.client("proposed").keyPackage());
        Assertions.assertThat(open.observer.verifyProposal(
                        open.state, open.proposal(new Sender.External(0), key, add, _ -> {})))
                .isInstanceOf(Checked.Passed.class);
        assertRefused(
                open.observer.verifyProposal(open.state, open.proposal(new Sender.External(1), key, add, _ -> {})),
                CheckId.SENDER_EXTERNAL);
        assertProposal(new Sender.External(0), key, add, CheckId.SENDER_EXTERNAL);
    }

    @Test
    @RfcCheck({CheckId.EXTERNAL_INIT_PLACE, CheckId.SELF_REMOVE_SENDER, CheckId.LIST_OWN_REMOVE})
    void refuses_proposals_that_only_stand_elsewhere() {
        ExternalInit externalInit = new ExternalInit(Octets.owning(new byte[32]));
        assertProposal(new Sender.Member(1), group.at(1).key(), externalInit, CheckId.EXTERNAL_INIT_PLACE);
        assertRefused(group.stage(group.commit(1).with(externalInit)), CheckId.EXTERNAL_INIT_PLACE);
        assertRefused(group.stage(group.commit(1).with(new SelfRemove())), CheckId.LIST_OWN_REMOVE);
        assertRefused(
                group.stage(group.join(group.client("joiner")).with(new SelfRemove())), CheckId.SELF_REMOVE_SENDER);
    }

    @Test
    @RfcCheck(CheckId.SAFE_AAD)
    void refuses_authenticated_data_that_is_not_divided_among_components() {
        Extension dictionary = new Extension(ExtensionType.APP_DATA_DICTIONARY, Octets.ofHex("0400020100"));
        PaperGroup divided = PaperGroup.create(Rules.strict(), new Extensions(List.of(dictionary)));
        for (String wrong : List.of("", "616164", "0001", "0600020000 0100", "06000200000200")) {
            assertRefused(divided.stage(divided.commit(0).message(divided(wrong))), CheckId.SAFE_AAD);
        }
        for (String right : List.of("00", "0600010000 0200", "0500010201 02")) {
            Assertions.assertThat(divided.stage(divided.commit(0).message(divided(right))))
                    .isInstanceOf(Checked.Passed.class);
        }
        assertRefused(divided.observer.checkSealed(divided.state, sealed(divided.state, 28, 82)), CheckId.SAFE_AAD);
    }

    private static Consumer<PaperMessage> divided(String hex) {
        return message -> message.authenticatedData = Octets.ofHex(hex.replace(" ", ""));
    }

    @Test
    @RfcCheck({CheckId.PRIVATE_MESSAGE_FORM, CheckId.MESSAGE_GROUP})
    void refuses_a_private_message_that_can_hold_nothing() {
        for (int wrong : new int[] {0, 27, 29}) {
            assertRefused(
                    group.observer.checkSealed(group.state, sealed(group.state, wrong, 82)),
                    CheckId.PRIVATE_MESSAGE_FORM);
        }
        assertRefused(
                group.observer.checkSealed(group.state, sealed(group.state, 28, 81)), CheckId.PRIVATE_MESSAGE_FORM);
        Assertions.assertThat(group.observer.checkSealed(group.state, sealed(group.state, 28, 82)))
                .isInstanceOf(Checked.Passed.class);
        PublicGroup other = PaperGroup.create(Rules.strict(), Extensions.NONE).state;
        PrivateMessage elsewhere = sealed(other, 28, 82);
        Assertions.assertThat(group.observer.checkSealed(group.state, elsewhere))
                .as("a past epoch of the group")
                .isInstanceOf(Checked.Passed.class);
        PrivateMessage foreign = new PrivateMessage(
                Octets.ofText("other"),
                elsewhere.epoch(),
                elsewhere.contentType(),
                elsewhere.authenticatedData(),
                elsewhere.encryptedSenderData(),
                elsewhere.ciphertext(),
                Octets.EMPTY);
        assertRefused(group.observer.checkSealed(group.state, foreign), CheckId.MESSAGE_GROUP);
    }

    private static PrivateMessage sealed(PublicGroup group, int senderDataSize, int contentSize) {
        return new PrivateMessage(
                group.context().groupId(),
                group.context().epoch(),
                ContentType.APPLICATION,
                Octets.EMPTY,
                Octets.owning(new byte[senderDataSize]),
                Octets.owning(new byte[contentSize]),
                Octets.EMPTY);
    }

    private void refusesEither(Consumer<PaperMessage> change, CheckId check) {
        assertRefused(group.observer.verifyProposal(group.state, group.proposal(0, new Remove(3), change)), check);
        assertRefused(group.stage(group.commit(0).message(change)), check);
    }

    private void assertProposal(Sender sender, PaperKey key, Proposal proposal, CheckId check) {
        assertRefused(
                group.observer.verifyProposal(group.state, group.proposal(sender, key, proposal, _ -> {})), check);
    }
}
