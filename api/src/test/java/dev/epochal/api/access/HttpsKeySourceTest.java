package dev.epochal.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.testkit.tls.SelfSigned;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("S07")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class HttpsKeySourceTest {
    private final KeySetServer server = new KeySetServer();
    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void close() {
        over.countDown();
        server.close();
    }

    @Test
    void fetches_what_stands_at_the_address() throws IOException, InterruptedException {
        server.gives("{\"keys\":[1]}");
        assertThat(new String(server.source().fetch(), StandardCharsets.UTF_8)).isEqualTo("{\"keys\":[1]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://id.example/keys",
                "file:///etc/passwd",
                "https:///keys",
                "https://user:word@id.example/keys",
                "https://id.example/keys#1",
                "/keys"
            })
    void takes_no_address_but_a_plain_one_of_https(String address) {
        var trust = SelfSigned.make().client();
        assertThatThrownBy(() -> HttpsKeySource.at(URI.create(address), trust))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void follows_no_redirect(int status) {
        try (var inside = new KeySetServer()) {
            server.behaviour = exchange -> {
                exchange.getResponseHeaders().set("Location", inside.address().toString());
                KeySetServer.answer(exchange, status, "");
            };
            assertThatThrownBy(() -> server.source().fetch())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(Integer.toString(status));
            assertThat(server.calls).hasValue(1);
            assertThat(inside.calls).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 401, 404, 500, 503})
    void takes_nothing_but_a_plain_success(int status) {
        server.behaviour = exchange -> KeySetServer.answer(exchange, status, "");
        assertThatThrownBy(() -> server.source().fetch()).isInstanceOf(IOException.class);
    }

    @Test
    void takes_256_kib_and_not_one_octet_more() throws IOException, InterruptedException {
        server.gives("x".repeat(HttpsKeySource.OCTETS_MAX));
        assertThat(server.source().fetch()).hasSize(HttpsKeySource.OCTETS_MAX);
        server.gives("x".repeat(HttpsKeySource.OCTETS_MAX + 1));
        assertThatThrownBy(() -> server.source().fetch()).isInstanceOf(IOException.class);
    }

    @Test
    void stops_reading_a_document_without_an_end() {
        server.behaviour = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            var block = new byte[8192];
            while (over.getCount() > 0) {
                exchange.getResponseBody().write(block);
            }
        };
        assertThatThrownBy(() -> server.source().fetch()).isInstanceOf(IOException.class);
    }

    @Test
    void gives_up_on_a_host_that_does_not_answer() {
        server.behaviour = _ -> awaitEnd();
        assertThatThrownBy(() -> server.source().fetch())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("within 2 s");
    }

    @Test
    void gives_up_on_a_host_that_never_ends_its_answer() {
        server.behaviour = exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            awaitEnd();
        };
        assertThatThrownBy(() -> server.source().fetch())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("within 2 s");
    }

    @Test
    void believes_no_host_whose_certificate_nobody_vouches_for() {
        var other = HttpsKeySource.at(server.address(), SelfSigned.make().client());
        assertThatThrownBy(other::fetch).isInstanceOf(IOException.class);
        assertThat(server.calls).hasValue(0);
    }

    private void awaitEnd() {
        try {
            over.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
