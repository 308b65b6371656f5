package dev.epochal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.testkit.tls.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("S42")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class TlsTest {
    private static final SelfSigned CERTIFICATE = SelfSigned.make();

    @ParameterizedTest
    @CsvSource({"false, TLSv1.3, TLS_AES_128_GCM_SHA256", "true, TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"})
    void answers_over_tls(boolean isTls12Taken, String protocol, String suite) throws IOException {
        try (var server = start(isTls12Taken);
                var socket = connect(server, protocol)) {
            socket.setEnabledCipherSuites(new String[] {suite});
            socket.getOutputStream()
                    .write("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200");
            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
        }
    }

    @Test
    void speaks_no_older_version_unless_it_is_said() throws IOException {
        try (var server = start(false);
                var socket = connect(server, "TLSv1.2")) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"})
    void takes_no_suite_without_authenticated_encryption(String suite) throws IOException {
        try (var server = start(true);
                var socket = connect(server, "TLSv1.2")) {
            socket.setEnabledCipherSuites(new String[] {suite});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void answers_nothing_in_clear() throws IOException {
        try (var server = start(true);
                var connection = new RawConnection(server.api.port())) {
            assertThat(connection
                            .send("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .untilClosed())
                    .doesNotContain("HTTP/1.1");
        }
    }

    private static RunningApi start(boolean isTls12Taken) {
        return RunningApi.over(new Encryption(CERTIFICATE.server(), isTls12Taken));
    }

    private static SSLSocket connect(RunningApi server, String protocol) throws IOException {
        var sockets = CERTIFICATE.client().getSocketFactory();
        var socket = sockets.createSocket(InetAddress.getLoopbackAddress(), server.api.port());
        socket.setSoTimeout(60_000);
        if (socket instanceof SSLSocket encrypted) {
            encrypted.setEnabledProtocols(new String[] {protocol});
            return encrypted;
        }
        throw new AssertionError("no TLS");
    }
}
