package dev.epochal.server.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.testkit.tls.SelfSigned;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("S42")
class ListenerTlsTest {
    private static final SelfSigned MINE = SelfSigned.make();

    @Test
    void speaks_in_clear_without_a_certificate() {
        assertThat(ListenerTls.of(new Environment(Map.of()))).isEmpty();
    }

    @Test
    void speaks_tls_1_3_and_1_2_only_where_it_is_said() {
        assertThat(ListenerTls.of(environment(MINE.certificatePem(), MINE.keyPem())))
                .hasValueSatisfying(tls -> assertThat(tls.isTls12Taken()).isFalse());
        assertThat(ListenerTls.of(new Environment(Map.of(
                        "TLS_CERTIFICATE", MINE.certificatePem(),
                        "TLS_PRIVATE_KEY", MINE.keyPem(),
                        "TLS_VERSION_MIN", "1.2"))))
                .hasValueSatisfying(tls -> assertThat(tls.isTls12Taken()).isTrue());
        assertRefused(
                new Environment(Map.of(
                        "TLS_CERTIFICATE", MINE.certificatePem(),
                        "TLS_PRIVATE_KEY", MINE.keyPem(),
                        "TLS_VERSION_MIN", "1.1")),
                "TLS_VERSION_MIN");
    }

    @Test
    void wants_both_or_none() {
        assertRefused(new Environment(Map.of("TLS_CERTIFICATE", MINE.certificatePem())), "TLS_PRIVATE_KEY is not");
        assertRefused(new Environment(Map.of("TLS_PRIVATE_KEY", MINE.keyPem())), "TLS_CERTIFICATE is not");
    }

    @Test
    void wants_the_key_of_the_certificate() {
        assertRefused(
                environment(MINE.certificatePem(), SelfSigned.make().keyPem()),
                "TLS_PRIVATE_KEY is not the key of the first certificate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----"
            })
    void wants_certificates_as_pem(String pem) {
        assertRefused(environment(pem, MINE.keyPem()), "TLS_CERTIFICATE must hold");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----"
            })
    void wants_a_key_as_plain_pem_and_does_not_repeat_it(String pem) {
        assertThatThrownBy(() -> ListenerTls.of(environment(MINE.certificatePem(), pem)))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("openssl pkcs8")
                .hasMessageNotContaining("AAAA");
    }

    private static Environment environment(String certificate, String key) {
        return new Environment(Map.of("TLS_CERTIFICATE", certificate, "TLS_PRIVATE_KEY", key));
    }

    private static void assertRefused(Environment environment, String reason) {
        assertThatThrownBy(() -> ListenerTls.of(environment))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining(reason);
    }
}
