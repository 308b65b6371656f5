package dev.epochal.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
    @Test
    void answers_on_one_connection_are_told_apart_by_length_or_chunks() throws IOException {
        var reader = reader("""
                HTTP/1.1 201 Created
                Content-Length: 5

                helloHTTP/1.1 409 Conflict
                transfer-encoding: chunked

                3
                abc
                2;name=value
                de
                0

                HTTP/1.1 503 Service Unavailable
                Connection: close
                Content-Length: 0

                """);

        assertThat(reader.read()).returns(201, HttpAnswer::status).returns("hello", HttpAnswer::text);
        assertThat(reader.isClosing()).isFalse();
        assertThat(reader.read()).returns(409, HttpAnswer::status).returns("abcde", HttpAnswer::text);
        assertThat(reader.read()).returns(503, HttpAnswer::status).returns("", HttpAnswer::text);
        assertThat(reader.isClosing()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SSH-2.0-OpenSSH\n\n",
                "HTTP/1.1 200 OK\nno field\n\n",
                "HTTP/1.1 200 OK\n\n",
                "HTTP/1.1 200 OK\nContent-Length: -1\n\n",
                "HTTP/1.1 200 OK\nContent-Length: 4\n\nabc",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nxyz\n"
            })
    void what_is_no_whole_answer_is_an_error(String text) {
        assertThatThrownBy(() -> reader(text).read()).isInstanceOf(IOException.class);
    }

    private static AnswerReader reader(String lines) {
        var octets = lines.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        return new AnswerReader(new ByteArrayInputStream(octets));
    }
}
