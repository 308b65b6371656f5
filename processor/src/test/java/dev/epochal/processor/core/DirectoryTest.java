package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.ClaimedForCaller;
import dev.epochal.schema.record.DirectoryCommand;
import dev.epochal.schema.record.DirectoryReceipt;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.Refusal.ReasonCase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// KeyPackages are published by their clients and claimed once.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class DirectoryTest {
    private final LiveClient phone = LiveClient.named("bob/phone");
    private final LiveClient laptop = LiveClient.named("bob/laptop");
    private final LiveClient alice = LiveClient.named("alice/phone");
    private final DirectoryScene scene = DirectoryScene.of(phone, laptop);

    private static ByteString fresh(LiveClient client) {
        return client.withKeyPackageFor(30 * 86_400).keyPackage();
    }

    @Test
    void a_client_publishes_what_others_claim_oldest_first() {
        ByteString first = fresh(phone);
        ByteString second = fresh(phone);

        DirectoryReceipt published = scene.given(scene.publish(phone, first, second));
        DirectoryReceipt claimed = scene.given(scene.claim(alice, DirectoryScene.SUITE));
        DirectoryReceipt claimedNext = scene.given(scene.claim(alice, DirectoryScene.SUITE));

        assertThat(published.getSeq()).isEqualTo(2);
        assertThat(published.getAvailable()).isEqualTo(2);
        assertThat(published.getPublishedList()).hasSize(2).allSatisfy(entry -> {
            assertThat(entry.getRef().size()).isEqualTo(32);
            assertThat(entry.getCipherSuite()).isEqualTo(1);
            assertThat(entry.getKeyPackage().isEmpty()).isTrue();
        });
        assertThat(claimed.getClaimedList())
                .extracting(ClaimedForCaller::getKeyPackage)
                .containsExactly(first);
        assertThat(claimed.getClaimed(0).getRef())
                .isEqualTo(published.getPublished(0).getRef());
        assertThat(claimedNext.getClaimed(0).getKeyPackage()).isEqualTo(second);
        assertThat(scene.refused(scene.claim(alice, DirectoryScene.SUITE)).hasNoKeyPackages())
                .isTrue();
        assertThat(claimed.getExhaustedClientsList()).containsExactly("laptop");
    }

    @Test
    void a_claim_serves_one_of_each_client_and_names_those_who_have_none() {
        scene.given(scene.publish(phone, fresh(phone), fresh(phone)));
        scene.given(scene.publish(laptop, fresh(laptop)));

        DirectoryReceipt both = scene.given(scene.claim(alice, DirectoryScene.SUITE));
        DirectoryReceipt one = scene.given(scene.claim(alice, DirectoryScene.SUITE));

        assertThat(both.getClaimedList())
                .extracting(ClaimedForCaller::getClient)
                .containsExactly("laptop", "phone");
        assertThat(both.getExhaustedClientsList()).isEmpty();
        assertThat(one.getClaimedList()).extracting(ClaimedForCaller::getClient).containsExactly("phone");
        assertThat(one.getExhaustedClientsList()).containsExactly("laptop");
    }

    @Test
    void nothing_of_another_cipher_suite_and_nothing_expired_is_served() {
        scene.given(scene.publish(phone, phone.withKeyPackageFor(600).keyPackage()));

        assertThat(scene.refused(scene.claim(alice, 2)).hasNoKeyPackages()).isTrue();
        scene.now += 601_000;
        assertThat(scene.refused(scene.claim(alice, DirectoryScene.SUITE)).hasNoKeyPackages())
                .isTrue();
        assertThat(scene.given(scene.publish(phone, fresh(phone))).getAvailable())
                .isEqualTo(1);
    }

    @Test
    void an_unknown_user_has_no_key_packages() {
        assertThat(new DirectoryScene("nobody")
                        .refused(new DirectoryScene("nobody").claim(alice, 1))
                        .hasNoKeyPackages())
                .isTrue();
    }

    @Test
    @Tag("S31")
    void the_checks_of_a_batch_come_in_this_order() {
        ByteString good = fresh(phone);
        scene.given(scene.publish(phone, good));
        scene.limits = limitsOf(2, 2);
        ByteString garbage = ByteString.copyFromUtf8("garbage");
        ByteString huge = ByteString.copyFrom(new byte[scene.limits.directory().keyPackageBytesMax() + 1]);
        ByteString expired = phone.withKeyPackageFor(-600).keyPackage();

        List<String> whats = new ArrayList<>();
        List<ReasonCase> reasons = new ArrayList<>();
        note(reasons, whats, scene.publish(alice, huge, garbage, good));
        note(reasons, whats, scene.publish(phone));
        note(reasons, whats, scene.publish(phone, huge, garbage, good));
        note(reasons, whats, scene.publish(phone, huge, garbage));
        scene.limits = limitsOf(9, 9);
        note(reasons, whats, scene.publish(phone, garbage, huge));
        note(reasons, whats, scene.publish(phone, expired, garbage));
        note(reasons, whats, scene.publish(phone, expired, alice.create("x").groupInfo(true)));
        note(reasons, whats, scene.publish(phone, expired, fresh(laptop), good));
        note(reasons, whats, scene.publish(phone, expired, good));
        note(reasons, whats, scene.publish(phone, fresh(phone), expired));

        assertThat(reasons)
                .containsExactly(
                        ReasonCase.KEY_PACKAGE_OWNER_MISMATCH,
                        ReasonCase.MALFORMED_MESSAGE,
                        ReasonCase.TOO_LARGE,
                        ReasonCase.TOO_LARGE,
                        ReasonCase.TOO_LARGE,
                        ReasonCase.MALFORMED_MESSAGE,
                        ReasonCase.WRONG_WIRE_FORMAT,
                        ReasonCase.KEY_PACKAGE_OWNER_MISMATCH,
                        ReasonCase.DUPLICATE_KEY_PACKAGE,
                        ReasonCase.INVALID_KEY_PACKAGE);
        assertThat(whats).containsExactly("key_packages", "available", "key_package");
    }

    private void note(List<ReasonCase> reasons, List<String> whats, DirectoryCommand command) {
        Refusal refusal = scene.refused(command);
        reasons.add(refusal.getReasonCase());
        if (refusal.hasTooLarge()) {
            whats.add(refusal.getTooLarge().getWhat());
        }
    }

    private static Limits limitsOf(int publishMax, int clientMax) {
        return Limits.standard().withDirectory(DirectoryLimits.standard().withKeyPackages(publishMax, clientMax));
    }

    @Test
    void the_refusal_names_which_one_of_a_batch_is_wrong() {
        Refusal refusal = scene.refused(
                scene.publish(phone, fresh(phone), phone.withKeyPackageFor(-600).keyPackage()));
        assertThat(refusal.getDetail()).startsWith("KeyPackage 1");
        assertThat(refusal.getRfc()).isEqualTo("RFC 9420 §7.3");
        assertThat(scene.state.seq()).isEqualTo(1);
    }

    @Test
    @Tag("S31")
    void a_lifetime_beyond_the_policy_is_refused() {
        Refusal refusal = scene.refused(
                scene.publish(phone, phone.withKeyPackageFor(500L * 86_400).keyPackage()));
        assertThat(refusal.hasInvalidKeyPackage()).isTrue();
    }

    @Test
    void a_claimed_key_package_can_not_be_published_again() {
        ByteString keyPackage = fresh(phone);
        scene.given(DirectoryScene.withKey(scene.publish(phone, keyPackage), 1));
        scene.given(scene.claim(alice, DirectoryScene.SUITE));
        scene.given(scene.publish(phone, fresh(phone)));

        Refusal again = scene.refused(scene.publish(phone, fresh(phone), keyPackage));
        Refusal twice = scene.refused(twin());

        assertThat(again.getDuplicateKeyPackage().getRef())
                .isEqualTo(scene.events
                        .get(2)
                        .getKeyPackagesPublished()
                        .getKeyPackages(0)
                        .getRef());
        assertThat(twice.hasDuplicateKeyPackage()).isTrue();
    }

    private DirectoryCommand twin() {
        ByteString keyPackage = fresh(phone);
        return scene.publish(phone, keyPackage, keyPackage);
    }

    @Test
    void a_repeated_publication_gets_its_first_receipt() {
        DirectoryCommand publication = scene.publish(phone, fresh(phone), fresh(phone));
        DirectoryReceipt first = scene.given(publication);
        scene.given(scene.claim(alice, DirectoryScene.SUITE));

        DirectoryReceipt again = scene.repeated(DirectoryScene.withKey(publication, 5));

        assertThat(again.getReplayed()).isTrue();
        assertThat(again.getSeq()).isEqualTo(first.getSeq());
        assertThat(again.getPublishedList()).isEqualTo(first.getPublishedList());
        assertThat(again.getAvailable()).isEqualTo(1);
    }

    @Test
    void a_repeated_claim_gets_the_same_key_packages() {
        scene.given(scene.publish(phone, fresh(phone), fresh(phone)));
        DirectoryCommand claim = DirectoryScene.withKey(scene.claim(alice, DirectoryScene.SUITE), 1);
        DirectoryReceipt first = scene.given(claim);

        DirectoryReceipt again = scene.repeated(claim);
        scene.state = DirectoryEvolution.restore(scene.stored());
        DirectoryReceipt restored = scene.repeated(claim);

        assertThat(again).isEqualTo(first.toBuilder().setReplayed(true).build());
        assertThat(restored).isEqualTo(again);
    }

    @Test
    void a_key_is_good_for_one_request_of_one_caller() {
        scene.given(scene.publish(phone, fresh(phone), fresh(phone)));
        scene.given(DirectoryScene.withKey(scene.claim(alice, DirectoryScene.SUITE), 1));

        assertThat(scene.refused(DirectoryScene.withKey(scene.claim(alice, 2), 1))
                        .hasIdempotencyKeyReused())
                .isTrue();
        scene.given(DirectoryScene.withKey(scene.claim(laptop, DirectoryScene.SUITE), 1));
    }

    @Test
    void a_welcome_is_acknowledged_by_its_user() {
        DirectoryCommand acknowledgement = scene.acknowledge(phone, Scene.filled(1));
        scene.given(acknowledgement);

        assertThat(scene.events.getLast().getWelcomeAcknowledged().getWelcomeId())
                .isEqualTo(Scene.filled(1));
        assertThat(scene.repeated(acknowledgement).getSeq()).isEqualTo(2);
        assertThat(scene.refused(scene.acknowledge(alice, Scene.filled(1))).hasKeyPackageOwnerMismatch())
                .isTrue();
        Refusal tooLong = scene.refused(scene.acknowledge(phone, ByteString.copyFrom(new byte[65])));
        assertThat(tooLong.getTooLarge().getWhat()).isEqualTo("welcome_id");
    }
}
