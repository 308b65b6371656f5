package dev.epochal.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What two readers could read in two ways is refused.
@Tag("S44")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class SmugglingTest {
    private static final String START =
            "POST /v1/groups HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    private static final String SMUGGLED = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private final RunningApi server = new RunningApi();

    @AfterAll
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
                "Content-Length: 5, 5\r\n\r\nhello",
                "Content-Length: 5;x\r\n\r\nhello",
                "Content-Length: 0x5\r\n\r\nhello",
                "Content-Length: +5\r\n\r\nhello",
                "Content-Length: -1\r\n\r\n",
                "Content-Length: 5 5\r\n\r\nhello",
                "Content-Length: \r\n\r\n",
                "Content-Length: 99999999999999999999\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: identity\r\n\r\n",
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding:\r\n\r\n",
                "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "Content-Length : 5\r\n\r\nhello",
                "Content\u0000Length: 5\r\n\r\nhello",
                "X-Folded: a\r\n b: c\r\n\r\n",
                "X-Folded: a\r\n\tb: c\r\n\r\n",
                " X-Indented: a\r\n\r\n",
                "X-Nul: a\u0000b\r\n\r\n",
                "X-Cr: a\rb\r\n\r\n",
                "No colon here\r\n\r\n",
                "Host: other\r\n\r\n",
                "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello"
            })
    void ambiguous_headers_are_refused(String rest) throws IOException {
        assertRefused(START + rest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1\r\n\r\n",
                "+1\r\na\r\n0\r\n\r\n",
                "0x1\r\na\r\n0\r\n\r\n",
                "g\r\n\r\n",
                "\r\n\r\n",
                " 1\r\na\r\n0\r\n\r\n",
                "1 \r\na\r\n0\r\n\r\n",
                "1;ext=\r\na\r\n0\r\n\r\n",
                "ffffffff\r\n\r\n",
                "100000000\r\n\r\n",
                "7fffffff\r\n\r\n",
                "0\r\nX-Trailer: a\r\n\r\n"
            })
    void bad_chunks_are_refused(String chunks) throws IOException {
        var authorized = START + "Authorization: Bearer " + RunningApi.token("alice") + "\r\n";
        assertRefused(authorized + "Transfer-Encoding: chunked\r\n\r\n" + chunks);
    }

    @Tag("S47")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u0000\u0000\u0000\u0004\u0000\u0000\u0000\u0000\u0000",
            })
    void http2_is_not_spoken(String preface) throws IOException {
        assertThat(received(preface)).doesNotContain("HTTP/1.1 2").doesNotContain("\u0000\u0000");
    }

    private void assertRefused(String request) throws IOException {
        var answer = received(request + SMUGGLED.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
        assertThat(answer).matches("(?s)HTTP/1\\.1 [45].*");
    }

    private String received(String octets) throws IOException {
        try (var connection = new RawConnection(server.api.port())) {
            return connection.send(octets).untilClosed();
        }
    }
}
