package dev.epochal.api;

import io.helidon.common.tls.Tls;
import java.util.List;
import javax.net.ssl.SSLContext;

/// TLS for the interface. Only suites with forward secrecy and authenticated encryption are offered (RFC 9325 §4).
///
/// @param context holds the certificate and its key
/// @param isTls12Taken whether clients that know no TLS 1.3 are taken too
public record Encryption(SSLContext context, boolean isTls12Taken) {
    private static final String TLS_1_3 = "TLSv1.3";
    private static final String TLS_1_2 = "TLSv1.2";
    private static final List<String> SUITES_1_3 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");
    private static final List<String> SUITES_1_2 = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /// As the web server wants it.
    Tls tls() {
        var tls = Tls.builder().sslContext(context).addEnabledProtocol(TLS_1_3).addEnabledCipherSuites(SUITES_1_3);
        if (isTls12Taken) {
            tls.addEnabledProtocol(TLS_1_2).addEnabledCipherSuites(SUITES_1_2);
        }
        return tls.build();
    }
}
