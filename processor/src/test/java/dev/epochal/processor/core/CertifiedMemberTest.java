package dev.epochal.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.mls.credential.CertificateTrust;
import dev.epochal.mls.credential.TestAuthority;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Handshakes;
import dev.epochal.schema.record.Member;
import dev.epochal.schema.record.Refusal;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// Clients with X.509 credentials (RFC 9420, section 5.3).
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class CertifiedMemberTest {
    private final TestAuthority authority = new TestAuthority(LiveClient.NOW_MS / 1_000);
    private final TestAuthority stranger = new TestAuthority(LiveClient.NOW_MS / 1_000);
    private final Authenticity trusting =
            new Authenticity(Scene.SIGNATURES, CertificateTrust.in(List.of(authority.root())));
    private final LiveClient alice = LiveClient.named("alice/phone");
    private final LiveClient erin = certified("erin/phone", authority, "mls-client:erin/phone");

    private static LiveClient certified(String name, TestAuthority by, String... uris) {
        return LiveClient.certified(name, key -> by.certify(key, uris));
    }

    private Scene trustingScene(LiveClient creator) {
        Scene scene = new Scene();
        scene.authenticity = trusting;
        scene.given(creator, Scene.creation(creator, Handshakes.HANDSHAKES_PUBLIC));
        return scene;
    }

    private static String check(Scene scene, LiveClient adder, LiveClient added) {
        return scene.refused(scene.command(
                        adder,
                        adder.stage(List.of(LiveClient.add(added)), false).submission()))
                .getCheckId();
    }

    @Test
    void a_client_whose_certificates_are_trusted_is_a_member_like_any_other() {
        Scene scene = trustingScene(alice);
        GroupEvent added = scene.givenAdded(alice, erin);

        assertThat(added.getCommitAccepted().getAfter().getAddedList())
                .extracting(Member::getIdentity)
                .containsExactly(erin.identity());
        assertThat(scene.state().hasMember(erin.identity())).isTrue();
        LiveClient.Staged update = erin.stage(List.of(), true);
        scene.given(erin, update.submission());
        alice.apply(update.submission().getCommit());
        assertThat(alice.epochAuthenticator()).isEqualTo(erin.merge(update).epochAuthenticator());
        assertThat(scene.given(scene.message(erin, erin.message("hello"))).hasMessageAccepted())
                .isTrue();
    }

    @Test
    void such_a_client_may_begin_a_group() {
        Scene scene = trustingScene(erin);
        scene.givenAdded(erin, alice);
        assertThat(scene.state().hasMember(alice.identity())).isTrue();
    }

    @Test
    void refuses_certificates_that_lead_to_none_that_is_trusted() {
        LiveClient unknown = certified("erin/phone", stranger, "mls-client:erin/phone");
        assertThat(check(trustingScene(alice), alice, unknown)).isEqualTo(CheckId.X509_TRUST.id());
        Scene scene = new Scene();
        scene.authenticity = trusting;
        assertThat(scene.refused(scene.command(unknown, Scene.creation(unknown, Handshakes.HANDSHAKES_PUBLIC)))
                        .getCheckId())
                .isEqualTo(CheckId.X509_TRUST.id());
    }

    @Test
    void refuses_certificates_that_are_out_of_time() {
        Scene scene = trustingScene(alice);
        scene.now += 2 * 86_400_000L;
        assertThat(check(scene, alice, erin)).isEqualTo(CheckId.X509_TRUST.id());
    }

    @Test
    void trusts_no_certificate_unless_told_to() {
        assertThat(check(Scene.createdBy(alice), alice, erin)).isEqualTo(CheckId.X509_TRUST.id());
    }

    @Test
    void refuses_a_certificate_that_names_no_client() {
        LiveClient nameless = certified("erin/phone", authority);
        LiveClient another = certified("erin/phone", authority, "mls-client:erin");
        assertThat(check(trustingScene(alice), alice, nameless)).isEqualTo(CheckId.CREDENTIAL_VALID.id());
        assertThat(check(trustingScene(alice), alice, another)).isEqualTo(CheckId.CREDENTIAL_VALID.id());
    }

    @Test
    void a_name_is_one_client_whichever_credential_holds_it() {
        Scene scene = trustingScene(alice);
        scene.givenAdded(alice, erin);
        assertThat(check(scene, alice, LiveClient.named("erin/phone"))).isEqualTo(CheckId.IDENTITY_UNIQUE.id());
        LiveClient again = certified("erin/phone", authority, "mls-client:%65rin/phone");
        assertThat(check(scene, alice, again)).isEqualTo(CheckId.IDENTITY_UNIQUE.id());
    }

    @Test
    void the_directory_lists_no_key_package_with_certificates_that_are_not_trusted() {
        DirectoryScene scene = trusting(erin);
        assertThat(scene.given(scene.publish(erin, erin.keyPackage())).getPublishedCount())
                .isEqualTo(1);
        LiveClient unknown = certified("erin/phone", stranger, "mls-client:erin/phone");
        assertThat(refused(unknown).getCheckId()).isEqualTo(CheckId.X509_TRUST.id());
        LiveClient posing = certified("erin/phone", authority, "mls-client:frank/phone");
        assertThat(refused(posing).hasKeyPackageOwnerMismatch()).isTrue();
    }

    private DirectoryScene trusting(LiveClient client) {
        DirectoryScene scene = DirectoryScene.of(client);
        scene.authenticity = trusting;
        return scene;
    }

    private Refusal refused(LiveClient client) {
        DirectoryScene scene = trusting(client);
        return scene.refused(scene.publish(client, client.keyPackage()));
    }
}
