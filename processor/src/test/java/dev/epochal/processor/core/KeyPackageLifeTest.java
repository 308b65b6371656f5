package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.ClaimedForCaller;
import dev.epochal.schema.record.DirectoryReceipt;
import dev.epochal.schema.record.LowStock;
import dev.epochal.schema.record.PublishedKeyPackage;
import dev.epochal.schema.record.Refusal.ReasonCase;
import dev.epochal.schema.record.RequiredCapabilities;
import dev.epochal.schema.record.RevokeKeyPackages;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What becomes of a KeyPackage beside being claimed, and who is told when few are left.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class KeyPackageLifeTest {
    private static final int HOUR_MS = 3_600_000;

    private final LiveClient phone = LiveClient.named("bob/phone");
    private final LiveClient laptop = LiveClient.named("bob/laptop");
    private final LiveClient alice = LiveClient.named("alice/phone");
    private final LiveClient carol = LiveClient.named("carol/phone");
    private final DirectoryScene scene = DirectoryScene.of(phone, laptop);

    private static ByteString fresh(LiveClient client) {
        return client.withKeyPackageFor(30 * 86_400).keyPackage();
    }

    private DirectoryReceipt claim() {
        return scene.given(scene.claim(alice, DirectoryScene.SUITE));
    }

    private ReasonCase claimRefused(LiveClient caller) {
        return scene.refused(scene.claim(caller, DirectoryScene.SUITE)).getReasonCase();
    }

    private void limit(int lowWater, ClaimQuota quota) {
        scene.limits =
                Limits.standard().withDirectory(DirectoryLimits.standard().withClaims(lowWater, quota));
    }

    private List<LowStock> lowOfLastEvent() {
        return scene.events.getLast().hasKeyPackagesExpired()
                ? scene.events.getLast().getKeyPackagesExpired().getLowList()
                : scene.events.getLast().getKeyPackagesClaimed().getLowList();
    }

    private LowStock low(String client, int available) {
        return LowStock.newBuilder()
                .setClient(client)
                .setCipherSuite(DirectoryScene.SUITE)
                .setAvailable(available)
                .setLowWater(scene.limits.directory().lowWater())
                .build();
    }

    @Test
    @Tag("S33")
    void one_of_last_resort_is_served_when_no_other_is_left_and_again_and_again() {
        ByteString lastResort = phone.lastResortKeyPackage();
        DirectoryReceipt published = scene.given(scene.publish(phone, lastResort, fresh(phone)));

        DirectoryReceipt first = claim();
        DirectoryReceipt second = claim();
        DirectoryReceipt third = claim();

        assertThat(published.getAvailable()).isEqualTo(1);
        assertThat(first.getClaimed(0).getLastResort()).isFalse();
        assertThat(List.of(second.getClaimed(0), third.getClaimed(0))).allSatisfy(claimed -> {
            assertThat(claimed.getLastResort()).isTrue();
            assertThat(claimed.getKeyPackage()).isEqualTo(lastResort);
        });
        assertThat(lowOfLastEvent()).containsExactly(low("phone", 0));
        scene.given(scene.publish(phone, fresh(phone)));
        assertThat(claim().getClaimed(0).getLastResort()).isFalse();
        assertThat(DirectoryEvolution.restore(scene.stored()).holdings().stock())
                .isEqualTo(scene.state.holdings().stock());
    }

    @Test
    void a_new_one_of_last_resort_takes_the_place_of_the_old_one() {
        DirectoryReceipt old = scene.given(scene.publish(phone, phone.lastResortKeyPackage()));
        ByteString newer = phone.lastResortKeyPackage();

        DirectoryReceipt published = scene.given(scene.publish(phone, newer));

        assertThat(published.getRevokedList())
                .containsExactly(old.getPublished(0).getRef());
        assertThat(claim().getClaimedList())
                .extracting(ClaimedForCaller::getKeyPackage)
                .containsExactly(newer);
        assertThat(scene.refused(scene.publish(phone, phone.lastResortKeyPackage(), phone.lastResortKeyPackage()))
                        .getTooLarge()
                        .getWhat())
                .isEqualTo("last_resort");
    }

    @Test
    void a_claim_passes_by_what_does_not_support_what_the_group_requires() {
        scene.given(scene.publish(phone, fresh(phone)));
        RequiredCapabilities strange =
                RequiredCapabilities.newBuilder().addExtensions(0xf000).build();
        RequiredCapabilities ordinary = RequiredCapabilities.newBuilder()
                .addExtensions(3)
                .addExtensions(10)
                .addProposals(7)
                .addCredentials(1)
                .build();

        assertThat(scene.refused(scene.claim(alice, strange)).getReasonCase()).isEqualTo(ReasonCase.NO_KEY_PACKAGES);
        assertThat(scene.refused(scene.claim(
                                alice,
                                RequiredCapabilities.newBuilder()
                                        .addProposals(9)
                                        .build()))
                        .getReasonCase())
                .isEqualTo(ReasonCase.NO_KEY_PACKAGES);
        assertThat(scene.given(scene.claim(alice, ordinary)).getClaimedList())
                .extracting(ClaimedForCaller::getClient)
                .containsExactly("phone");
    }

    @Test
    void a_claim_names_who_has_nothing_that_fits_and_who_has_nothing() {
        LiveClient tablet = LiveClient.named("bob/tablet");
        scene.given(scene.register(tablet, tablet.publicSignatureKey()));
        scene.given(scene.publish(phone, fresh(phone)));
        scene.given(scene.publish(tablet, tablet.withoutExtensions().keyPackage()));
        RequiredCapabilities required =
                RequiredCapabilities.newBuilder().addExtensions(10).build();

        DirectoryReceipt receipt = scene.given(scene.claim(alice, required));

        assertThat(receipt.getClaimedList())
                .extracting(ClaimedForCaller::getClient)
                .containsExactly("phone");
        assertThat(receipt.getIncapableClientsList()).containsExactly("tablet");
        assertThat(receipt.getExhaustedClientsList()).containsExactly("laptop");
    }

    @Test
    void a_client_that_claims_of_its_own_user_gets_the_others() {
        scene.given(scene.publish(phone, fresh(phone)));
        scene.given(scene.publish(laptop, fresh(laptop)));

        DirectoryReceipt receipt = scene.given(scene.claim(phone, DirectoryScene.SUITE));

        assertThat(receipt.getClaimedList())
                .extracting(ClaimedForCaller::getClient)
                .containsExactly("laptop");
        assertThat(receipt.getExhaustedClientsList()).isEmpty();
        assertThat(claimRefused(phone)).isEqualTo(ReasonCase.NO_KEY_PACKAGES);
    }

    @Test
    void the_owner_is_told_when_the_stock_gets_low_and_when_it_is_empty() {
        limit(2, ClaimQuota.none());
        scene.given(scene.publish(phone, fresh(phone), fresh(phone), fresh(phone)));

        claim();
        assertThat(lowOfLastEvent()).isEmpty();
        claim();
        assertThat(lowOfLastEvent()).containsExactly(low("phone", 1));
        claim();
        assertThat(lowOfLastEvent()).containsExactly(low("phone", 0));
    }

    @Test
    void what_is_out_of_time_goes_when_the_server_says_so() {
        limit(2, ClaimQuota.none());
        scene.given(scene.publish(
                phone,
                phone.withKeyPackageFor(600).keyPackage(),
                phone.withKeyPackageFor(700).keyPackage(),
                fresh(phone)));
        scene.given(scene.publish(laptop, laptop.withKeyPackageFor(500).keyPackage()));
        assertThat(scene.refused(scene.expire()).hasNoKeyPackages()).isTrue();

        scene.now += 601_000;
        scene.given(scene.expire());

        assertThat(scene.events.getLast().getKeyPackagesExpired().getClientsList())
                .extracting(expired -> expired.getClient() + " " + expired.getRefsCount())
                .containsExactly("laptop 1", "phone 1");
        assertThat(lowOfLastEvent()).isEmpty();
        scene.now += 100_000;
        scene.given(scene.expire());
        assertThat(lowOfLastEvent()).containsExactly(low("phone", 1));
        assertThat(scene.refused(scene.expire()).hasNoKeyPackages()).isTrue();
        assertThat(scene.state.holdings().stockOf("phone")).hasSize(1);
    }

    @Test
    void what_nobody_has_claimed_can_be_taken_back() {
        DirectoryReceipt published = scene.given(scene.publish(phone, fresh(phone), fresh(phone), fresh(phone)));
        List<ByteString> refs = published.getPublishedList().stream()
                .map(PublishedKeyPackage::getRef)
                .toList();
        claim();

        DirectoryReceipt one =
                scene.given(scene.revoke(phone, RevokeKeyPackages.newBuilder().addAllRefs(refs.subList(0, 2))));
        DirectoryReceipt rest = scene.given(
                scene.revoke(phone, RevokeKeyPackages.newBuilder().setSignatureKey(phone.publicSignatureKey())));

        assertThat(one.getRevokedList()).containsExactly(refs.get(1));
        assertThat(rest.getRevokedList()).containsExactly(refs.get(2));
        assertThat(claimRefused(alice)).isEqualTo(ReasonCase.NO_KEY_PACKAGES);
        assertThat(scene.refused(scene.revoke(
                                phone, RevokeKeyPackages.newBuilder().setSignatureKey(phone.publicSignatureKey())))
                        .hasNoKeyPackages())
                .isTrue();
        assertThat(scene.refused(scene.revoke(
                                laptop, RevokeKeyPackages.newBuilder().addAllRefs(refs)))
                        .hasNoKeyPackages())
                .isTrue();
    }

    @Test
    @Tag("S33")
    void nobody_claims_more_than_its_share_of_a_user_within_an_hour() {
        limit(0, new ClaimQuota(2, 3));
        scene.given(scene.publish(phone, fresh(phone), fresh(phone), fresh(phone), fresh(phone)));
        claim();
        scene.now += 60_000;
        claim();

        assertThat(scene.refused(scene.claim(alice, DirectoryScene.SUITE))
                        .getRateExceeded()
                        .getRetryAfterMs())
                .isEqualTo(HOUR_MS - 60_000);
        scene.state = DirectoryEvolution.restore(scene.stored());
        assertThat(claimRefused(alice)).isEqualTo(ReasonCase.RATE_EXCEEDED);
        scene.given(scene.claim(carol, DirectoryScene.SUITE));
        assertThat(claimRefused(carol)).isEqualTo(ReasonCase.RATE_EXCEEDED);
        scene.now += HOUR_MS - 60_000;
        claim();
    }

    @Test
    @Tag("S31")
    void an_encryption_key_is_published_once_like_an_init_key() {
        scene.given(scene.publish(phone, phone.keyPackage()));

        assertThat(scene.refused(scene.publish(phone, phone.keyPackageWithSameLeafKey()))
                        .hasDuplicateKeyPackage())
                .isTrue();
    }
}
