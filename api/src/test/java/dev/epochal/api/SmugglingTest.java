package dev.epochal.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What two readers could read in two ways is refused, and nothing behind it is taken for another request.
@Tag("S44")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class SmugglingTest {
    private static final String START =
            "POST /v1/groups HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    private static final String SMUGGLED = "GET /openapi HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.1 \\d\\d\\d ");
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
                "X-Lf: a\nX-Other: b\r\n\r\n",
                "No colon here\r\n\r\n",
                ": no name\r\n\r\n",
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
                "1\na\r\n0\r\n\r\n",
                "1;ext=\r\na\r\n0\r\n\r\n",
                "1\r\naXX0\r\n\r\n",
                "1\r\na0\r\n\r\n",
                "000000000000000000001\r\na\r\n0\r\n\r\n",
                "ffffffff\r\n\r\n",
                "100000000\r\n\r\n",
                "7fffffff\r\n\r\n",
                "0\r\nX-Trailer: a\r\n\r\n"
            })
    void bad_chunks_are_refused(String chunks) throws IOException {
        assertRefused(START + authorization() + "Transfer-Encoding: chunked\r\n\r\n" + chunks);
    }

    @Test
    void chunks_of_any_size_are_one_body() throws IOException {
        var body = "1\r\n{\r\n30D40\r\n" + " ".repeat(200_000) + "\r\n2\r\n}x\r\n0\r\n\r\n";
        var answers = received(START + authorization() + "Transfer-Encoding: chunked\r\n\r\n" + body + SMUGGLED);
        assertThat(answers).contains("/problems/malformed-json").contains("openapi: 3.1.0");
        assertThat(count(answers)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /health HTTP/1.1\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost:\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
                "GET /health HTTP/1.1\nHost: localhost\n\n",
                "GET  /health HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET\t/health HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /health\r\n\r\n",
                "GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n",
                "GET /health HTTP/9.9\r\nHost: localhost\r\n\r\n",
                "GET /hea\u0001lth HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "G\u0000ET /health HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "\r\nGET /health HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "CONNECT other.example:443 HTTP/1.1\r\nHost: other.example:443\r\n\r\n",
                "GET mailto:a@example HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET health HTTP/1.1\r\nHost: localhost\r\n\r\n"
            })
    void a_strange_request_line_reaches_nothing(String request) throws IOException {
        assertRefused(request);
    }

    @ParameterizedTest
    @CsvSource({
        "GET http://localhost/health/live, 200",
        "GET HTTP://localhost/health/live, 200",
        "GET //localhost/health/live, 404",
        "GET http://localhost, 404",
        "OPTIONS *, 404"
    })
    void another_form_of_target_is_answered_at_once(String line, String status) throws IOException {
        assertThat(received(line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" + SMUGGLED))
                .startsWith("HTTP/1.1 " + status)
                .satisfies(answer -> assertThat(count(answer)).isEqualTo(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection: close\r\n", "Connection: Close, X-A\r\n", "Expect: 100-continue\r\n"})
    void a_body_that_nobody_wanted_is_no_request(String last) throws IOException {
        var answers = received(START + last + "Content-Length: " + SMUGGLED.length() + "\r\n\r\n" + SMUGGLED);
        assertThat(answers).startsWith("HTTP/1.1 401").containsIgnoringCase("\r\nConnection: close\r\n");
        assertThat(count(answers)).isEqualTo(1);
    }

    @Test
    void a_caller_who_waits_to_be_asked_for_its_body_is_asked_and_goes_on() throws IOException {
        var body = "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{x";
        var answers = received(START + authorization() + body + SMUGGLED);
        assertThat(answers)
                .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400")
                .contains("openapi: 3.1.0");
        assertThat(count(answers)).isEqualTo(3);
    }

    @Tag("S47")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u0000\u0000\u0000\u0004\u0000\u0000\u0000\u0000\u0000",
            })
    void http2_is_not_spoken(String preface) throws IOException {
        assertThat(received(preface)).startsWith("HTTP/1.1 400").doesNotContain("\u0000\u0000");
    }

    @Tag("S47")
    @Test
    void nothing_is_upgraded_to_http2() throws IOException {
        var upgrade = "Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n";
        var answer = received(SMUGGLED.replace("Connection: close\r\n\r\n", upgrade));
        assertThat(answer).startsWith("HTTP/1.1 20").doesNotContain("\u0000\u0000");
    }

    private static String authorization() {
        return "Authorization: Bearer " + RunningApi.token("alice") + "\r\n";
    }

    private void assertRefused(String request) throws IOException {
        var answer = received(request + SMUGGLED);
        assertThat(answer)
                .startsWith("HTTP/1.1 4")
                .containsAnyOf("/problems/bad-request", "/problems/body-too-large")
                .containsIgnoringCase("\r\nConnection: close\r\n");
        assertThat(count(answer)).isEqualTo(1);
    }

    private static long count(String answers) {
        return ANSWER.matcher(answers).results().count();
    }

    private String received(String octets) throws IOException {
        try (var connection = new RawConnection(server.api.port())) {
            return connection.send(octets).untilClosed();
        }
    }
}
