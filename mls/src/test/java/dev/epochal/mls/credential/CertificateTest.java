package dev.epochal.mls.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.crypto.SignaturePublicKey;
import dev.epochal.mls.crypto.SignatureScheme;
import java.security.KeyPair;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CertificateTest {
    private static final long NOW = 1_750_000_000;

    private final KeyPair rootKey = Certificates.keys(SignatureScheme.ECDSA_P256_SHA256);
    private final Octets root = Certificates.issue("CN=root", rootKey, "CN=root", rootKey, true);

    @ParameterizedTest
    @EnumSource(SignatureScheme.class)
    void finds_the_key_of_the_end_entity_in_the_form_of_mls(SignatureScheme scheme) {
        KeyPair key = Certificates.keys(scheme);
        Octets spki = Octets.owning(key.getPublic().getEncoded());
        X509Credential credential = credential(Certificates.issue("CN=alice", key, "CN=root", rootKey, false), root);
        SignaturePublicKey found = CertificateKey.of(credential, scheme).orElseThrow();
        assertThat(spki.slice(spki.size() - found.octets().size(), spki.size())).isEqualTo(found.octets());
        for (SignatureScheme other : SignatureScheme.values()) {
            assertThat(CertificateKey.of(credential, other).isPresent()).isEqualTo(other == scheme);
        }
    }

    @Test
    void trusts_what_leads_to_a_trusted_certificate_and_nothing_else() {
        KeyPair middleKey = Certificates.keys(SignatureScheme.ECDSA_P384_SHA384);
        KeyPair key = Certificates.keys(SignatureScheme.ED25519);
        Octets middle = Certificates.issue("CN=middle", middleKey, "CN=root", rootKey, true);
        Octets leaf = Certificates.issue("CN=alice", key, "CN=middle", middleKey, false);
        CertificateTrust trust = CertificateTrust.in(List.of(root));
        assertThat(trust.refuse(credential(leaf, middle), NOW)).isEmpty();
        assertThat(trust.refuse(credential(leaf, middle, root), NOW)).isEmpty();
        assertThat(trust.refuse(credential(leaf), NOW)).isPresent();
        assertThat(trust.refuse(credential(middle, leaf), NOW)).isPresent();
        assertThat(trust.refuse(credential(leaf, middle), NOW + 400 * 86_400)).isPresent();
        assertThat(trust.refuse(credential(leaf, middle), NOW - 400 * 86_400)).isPresent();
        assertThat(trust.refuse(credential(), NOW)).isPresent();
        assertThat(trust.refuse(credential(Octets.ofText("no DER")), NOW)).isPresent();
        KeyPair falseKey = Certificates.keys(SignatureScheme.ECDSA_P256_SHA256);
        Octets falseRoot = Certificates.issue("CN=root", falseKey, "CN=root", falseKey, true);
        Octets falseLeaf = Certificates.issue("CN=alice", key, "CN=root", falseKey, false);
        assertThat(trust.refuse(credential(falseLeaf, falseRoot), NOW)).isPresent();
        Octets byLeaf = Certificates.issue("CN=bob", key, "CN=alice", key, false);
        assertThat(trust.refuse(credential(byLeaf, leaf, middle), NOW)).isPresent();
    }

    @Test
    void reads_one_der_value_and_nothing_else() {
        KeyPair key = Certificates.keys(SignatureScheme.ED25519);
        Octets der = Certificates.issue("CN=alice", key, "CN=root", rootKey, false);
        CertificateTrust trust = CertificateTrust.in(List.of(root));
        assertThat(trust.refuse(credential(der), NOW)).isEmpty();
        String pem = "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der.toByteArray())
                + "\n-----END CERTIFICATE-----\n";
        Octets trailing = new Writer().raw(der).u8(0).toOctets();
        Octets longLength = new Writer()
                .raw(Octets.ofHex("308300"))
                .u16(der.size() - 4)
                .raw(der.slice(4, der.size()))
                .toOctets();
        for (Octets wrong : List.of(
                Octets.ofText(pem), trailing, longLength, der.slice(0, der.size() - 1), Octets.ofHex("3080"), root)) {
            assertThat(trust.refuse(credential(wrong, der), NOW)).isPresent();
        }
        for (Octets wrong : List.of(Octets.ofText(pem), trailing, longLength)) {
            assertThat(CertificateKey.of(credential(wrong), SignatureScheme.ED25519))
                    .isEmpty();
        }
    }

    @Test
    void finds_the_client_that_a_certificate_names() {
        TestAuthority authority = new TestAuthority(NOW);
        Octets key = ed25519();
        assertThat(authority.certify(key, "mls-client:alice/phone").client()).isEqualTo(Octets.ofText("alice/phone"));
        assertThat(authority.certify(key, "MLS-Client:j%C3%BCrg%20b/phone").client())
                .isEqualTo(new BasicCredential(Octets.ofText("jürg b/phone")).client());
        assertThat(authority
                        .certify(key, "https://example.org/", "mls-client:alice/phone")
                        .client())
                .isEqualTo(Octets.ofText("alice/phone"));
        assertThat(authority.certify(key, "mls-client:a%ff%2F").client()).isEqualTo(Octets.ofHex("61ff2f"));
        assertThat(CertificateTrust.in(List.of(authority.root()))
                        .refuse(authority.certify(key, "mls-client:alice/phone"), NOW))
                .isEmpty();
    }

    @Test
    void takes_the_certificates_themselves_where_no_client_or_several_are_named() {
        TestAuthority authority = new TestAuthority(NOW);
        Octets key = ed25519();
        for (String[] uris : List.of(
                new String[] {},
                new String[] {"https://example.org/alice/phone"},
                new String[] {"mls-client:alice/phone#home"},
                new String[] {"mls-client:alice/phone?home"},
                new String[] {"mls-client:alice/phone", "mls-client:bob/phone"})) {
            X509Credential credential = authority.certify(key, uris);
            assertThat(credential.client()).isEqualTo(credential.encoded());
        }
        X509Credential unreadable = credential(Octets.ofText("no DER"));
        assertThat(unreadable.client()).isEqualTo(unreadable.encoded());
        assertThat(credential().client()).isEqualTo(credential().encoded());
    }

    @Test
    void trusts_nothing_where_nobody_is_trusted() {
        Octets leaf = Certificates.issue("CN=alice", rootKey, "CN=root", rootKey, false);
        assertThat(CertificateTrust.nobody().refuse(credential(leaf), NOW)).contains("no certificate is trusted here");
        assertThat(CertificateTrust.nobody().refuse(credential(root), NOW)).isPresent();
    }

    @Test
    void wants_something_to_trust() {
        assertThatIllegalArgumentException().isThrownBy(() -> CertificateTrust.in(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> CertificateTrust.in(List.of(Octets.ofText("no DER"))));
    }

    private static Octets ed25519() {
        Octets spki = Octets.owning(
                Certificates.keys(SignatureScheme.ED25519).getPublic().getEncoded());
        return spki.slice(spki.size() - 32, spki.size());
    }

    private static X509Credential credential(Octets... certificates) {
        return new X509Credential(List.of(certificates));
    }
}
