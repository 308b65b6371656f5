package dev.epochal.server.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.credential.X509Credential;
import dev.epochal.testkit.tls.ClientAuthority;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedCertificatesTest {
    private final long now = Instant.now().getEpochSecond();
    private static final Octets KEY = Octets.ofHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

    private static X509Credential chain(ClientAuthority authority) {
        var certificate = authority.certify("alice/phone", dev.epochal.client.Octets.of(KEY.toByteArray()));
        return new X509Credential(List.of(Octets.owning(certificate.toArray())));
    }

    private static Configuration.Trust told(String pem) {
        return Configuration.Trust.of(new Environment(Map.of("EPOCHAL_TRUSTED_CERTIFICATES", pem)));
    }

    @Test
    void trusts_each_certificate_that_it_is_told_to() {
        var one = ClientAuthority.make();
        var two = ClientAuthority.make();
        var other = ClientAuthority.make();
        var trust = told("# ours\n" + one.pem() + "\n# theirs\n" + two.pem()).certificates();
        assertThat(trust.refuse(chain(one), now)).isEmpty();
        assertThat(trust.refuse(chain(two), now)).isEmpty();
        assertThat(trust.refuse(chain(other), now)).isPresent();
    }

    @Test
    void trusts_no_certificate_unless_told_to() {
        var trust = Configuration.Trust.of(new Environment(Map.of()));
        assertThat(trust.certificates().refuse(chain(ClientAuthority.make()), now))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void refuses_what_holds_no_certificate(String text) {
        assertThatThrownBy(() -> told(text))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("EPOCHAL_TRUSTED_CERTIFICATES");
    }
}
