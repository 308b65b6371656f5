package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.DirectoryCommand;
import dev.epochal.schema.record.DirectoryReceipt;
import dev.epochal.schema.record.PublishedKeyPackage;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.Refusal.ReasonCase;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Clients register the keys that they sign with, and are removed for ever.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class ClientTest {
    private final LiveClient phone = LiveClient.named("bob/phone");
    private final LiveClient laptop = LiveClient.named("bob/laptop");
    private final LiveClient alice = LiveClient.named("alice/phone");
    private final DirectoryScene scene = new DirectoryScene("bob");

    private ReasonCase reason(DirectoryCommand command) {
        return scene.refused(command).getReasonCase();
    }

    private static ByteString fresh(LiveClient client) {
        return client.withKeyPackageFor(30 * 86_400).keyPackage();
    }

    @Test
    void a_client_registers_before_it_publishes() {
        ByteString keyPackage = fresh(phone);
        assertThat(reason(scene.publish(phone, keyPackage))).isEqualTo(ReasonCase.UNKNOWN_CLIENT);

        DirectoryReceipt receipt = scene.given(scene.register(phone, phone.publicSignatureKey()));

        assertThat(receipt.getSeq()).isZero();
        assertThat(scene.events.getFirst().getClientRegistered().getClient()).isEqualTo("phone");
        assertThat(scene.events.getFirst().getClientRegistered().getSignatureKeysList())
                .containsExactly(phone.publicSignatureKey());
        scene.given(scene.publish(phone, keyPackage));
    }

    @Test
    @Tag("S31")
    void a_key_package_by_a_key_that_is_not_registered_is_refused() {
        scene.given(scene.register(phone, laptop.publicSignatureKey()));

        Refusal refusal = scene.refused(scene.publish(phone, fresh(phone)));

        assertThat(refusal.getUnregisteredSignatureKey().getIdentity()).isEqualTo(phone.identity());
        assertThat(refusal.getRfc()).isEqualTo("RFC 9420 §5.3.1");
    }

    @Test
    void a_client_speaks_for_itself_only_and_with_real_keys() {
        ByteString key = phone.publicSignatureKey();
        DirectoryCommand ofLaptop = scene.register(laptop, key);
        DirectoryCommand byPhone =
                ofLaptop.toBuilder().setSubmittedBy(phone.identity()).build();
        ByteString[] many = new ByteString[9];
        Arrays.setAll(many, _ -> LiveClient.named("bob/phone").publicSignatureKey());

        assertThat(reason(byPhone)).isEqualTo(ReasonCase.KEY_PACKAGE_OWNER_MISMATCH);
        assertThat(reason(scene.register(alice, key))).isEqualTo(ReasonCase.KEY_PACKAGE_OWNER_MISMATCH);
        assertThat(reason(scene.register(phone))).isEqualTo(ReasonCase.MALFORMED_MESSAGE);
        assertThat(reason(scene.register(phone, Scene.filled(0)))).isEqualTo(ReasonCase.INVALID_SIGNATURE_KEY);
        assertThat(reason(scene.register(phone, key, key))).isEqualTo(ReasonCase.INVALID_SIGNATURE_KEY);
        assertThat(reason(scene.register(phone, key.substring(1)))).isEqualTo(ReasonCase.INVALID_SIGNATURE_KEY);
        scene.given(scene.register(phone, key));
        assertThat(reason(ofLaptop)).isEqualTo(ReasonCase.INVALID_SIGNATURE_KEY);
        assertThat(scene.refused(scene.register(phone, many)).getTooLarge().getWhat())
                .isEqualTo("signature_keys");
    }

    @Test
    void a_user_has_only_so_many_clients() {
        scene.limits =
                Limits.standard().withDirectory(DirectoryLimits.standard().withClientsOfUserMax(1));
        scene.given(scene.register(phone, phone.publicSignatureKey()));

        assertThat(scene.refused(scene.register(laptop, laptop.publicSignatureKey()))
                        .getTooLarge()
                        .getWhat())
                .isEqualTo("clients");
        scene.given(scene.register(phone, alice.publicSignatureKey()));
        scene.given(scene.remove(phone, "phone"));
        scene.given(scene.register(laptop, laptop.publicSignatureKey()));
    }

    @Test
    void a_new_key_revokes_what_the_old_one_signed() {
        scene.given(scene.register(phone, phone.publicSignatureKey()));
        DirectoryReceipt published = scene.given(scene.publish(phone, fresh(phone), fresh(phone)));
        DirectoryReceipt claimed = scene.given(scene.claim(alice, DirectoryScene.SUITE));

        DirectoryReceipt both =
                scene.given(scene.register(phone, phone.publicSignatureKey(), laptop.publicSignatureKey()));
        DirectoryReceipt other = scene.given(scene.register(phone, laptop.publicSignatureKey()));

        assertThat(both.getRevokedList()).isEmpty();
        assertThat(other.getRevokedList())
                .containsExactly(published.getPublishedList().stream()
                        .map(PublishedKeyPackage::getRef)
                        .filter(ref -> !ref.equals(claimed.getClaimed(0).getRef()))
                        .findFirst()
                        .orElseThrow());
        assertThat(reason(scene.claim(alice, DirectoryScene.SUITE))).isEqualTo(ReasonCase.NO_KEY_PACKAGES);
    }

    @Test
    void registering_what_is_in_force_is_no_news_but_going_back_is() {
        DirectoryCommand first = scene.register(phone, phone.publicSignatureKey());
        scene.given(first);
        DirectoryReceipt again = scene.repeated(first);
        scene.given(scene.register(phone, laptop.publicSignatureKey()));
        DirectoryReceipt back = scene.given(first);

        assertThat(again.getSeq()).isZero();
        assertThat(again.getReplayed()).isTrue();
        assertThat(back.getSeq()).isEqualTo(2);
        assertThat(scene.repeated(first).getSeq()).isEqualTo(2);
    }

    @Test
    void a_removed_client_is_gone_with_its_key_packages_and_its_name() {
        scene.given(scene.register(phone, phone.publicSignatureKey()));
        scene.given(scene.register(laptop, laptop.publicSignatureKey()));
        DirectoryReceipt published = scene.given(scene.publish(phone, fresh(phone)));
        DirectoryCommand removal = scene.remove(laptop, "phone");

        DirectoryReceipt removed = scene.given(removal);

        assertThat(removed.getRevokedList())
                .containsExactly(published.getPublished(0).getRef());
        assertThat(scene.repeated(removal).getSeq()).isEqualTo(removed.getSeq());
        assertThat(reason(scene.claim(alice, DirectoryScene.SUITE))).isEqualTo(ReasonCase.NO_KEY_PACKAGES);
        assertThat(reason(scene.register(phone, phone.publicSignatureKey()))).isEqualTo(ReasonCase.CLIENT_GONE);
        assertThat(reason(scene.publish(phone, fresh(phone)))).isEqualTo(ReasonCase.CLIENT_GONE);
        assertThat(reason(scene.remove(phone, "phone"))).isEqualTo(ReasonCase.CLIENT_GONE);
        assertThat(reason(scene.remove(laptop, "tablet"))).isEqualTo(ReasonCase.UNKNOWN_CLIENT);
        assertThat(reason(scene.remove(alice, "laptop"))).isEqualTo(ReasonCase.KEY_PACKAGE_OWNER_MISMATCH);
    }

    @Test
    void a_removed_client_is_not_served_and_not_counted_as_exhausted() {
        scene.given(scene.register(phone, phone.publicSignatureKey()));
        scene.given(scene.register(laptop, laptop.publicSignatureKey()));
        scene.given(scene.publish(laptop, fresh(laptop)));
        scene.given(scene.remove(laptop, "phone"));

        DirectoryReceipt claimed = scene.given(scene.claim(alice, DirectoryScene.SUITE));

        assertThat(claimed.getClaimedList()).hasSize(1);
        assertThat(claimed.getExhaustedClientsList()).isEmpty();
    }
}
