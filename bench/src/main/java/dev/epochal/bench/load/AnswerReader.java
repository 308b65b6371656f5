package dev.epochal.bench.load;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Reads HTTP/1.1 answers off a connection (RFC 9112): with a length or in chunks; nothing else is needed here.
final class AnswerReader {
    private static final int LINE_OCTETS_MAX = 16 << 10;
    private static final int BODY_OCTETS_MAX = 64 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[16 << 10];
    private final byte[] line = new byte[LINE_OCTETS_MAX];
    private int next;
    private int end;
    private int contentLength;
    private boolean chunked;
    private boolean closing;

    AnswerReader(InputStream in) {
        this.in = in;
    }

    /// Whether the server will close the connection after the last answer.
    boolean isClosing() {
        return closing;
    }

    HttpAnswer read() throws IOException {
        int status = readHead();
        return new HttpAnswer(status, body());
    }

    /// Reads up to the body.
    ///
    /// @return the status code
    int readHead() throws IOException {
        var status = readLine();
        if (!status.startsWith("HTTP/1.1 ") || status.length() < 12) {
            throw new IOException("No HTTP/1.1 answer but: " + status);
        }
        contentLength = -1;
        chunked = false;
        for (var field = readLine(); !field.isEmpty(); field = readLine()) {
            notice(field);
        }
        return Integer.parseInt(status.substring(9, 12));
    }

    private void notice(String field) throws IOException {
        int colon = field.indexOf(':');
        if (colon < 1) {
            throw new IOException("No header field: " + field);
        }
        // Most fields don't matter, and their length tells so.
        switch (colon) {
            case 14 -> {
                if (field.regionMatches(true, 0, "content-length", 0, colon)) {
                    contentLength = length(field.substring(colon + 1).strip(), 10);
                }
            }
            case 17 -> {
                if (field.regionMatches(true, 0, "transfer-encoding", 0, colon)) {
                    chunked = field.toLowerCase(Locale.ROOT).endsWith("chunked");
                }
            }
            case 10 -> {
                if (field.regionMatches(true, 0, "connection", 0, colon)) {
                    closing = field.toLowerCase(Locale.ROOT).endsWith("close");
                }
            }
            default -> {}
        }
    }

    private byte[] body() throws IOException {
        if (chunked) {
            return chunks();
        }
        if (contentLength < 0) {
            throw new IOException("The answer has neither a length nor chunks");
        }
        var body = new byte[contentLength];
        readFully(body);
        return body;
    }

    private byte[] chunks() throws IOException {
        var whole = new ByteArrayOutputStream();
        while (true) {
            var chunk = readChunk();
            if (chunk.length == 0) {
                break;
            }
            whole.writeBytes(chunk);
        }
        while (!readLine().isEmpty()) {
            // A trailer says nothing that matters here.
        }
        return whole.toByteArray();
    }

    /// The next piece of a body in chunks; empty at its end.
    byte[] readChunk() throws IOException {
        var size = readLine();
        int extension = size.indexOf(';');
        var chunk = new byte[length((extension < 0 ? size : size.substring(0, extension)).strip(), 16)];
        if (chunk.length > 0) {
            readFully(chunk);
            readLine();
        }
        return chunk;
    }

    private static int length(String digits, int radix) throws IOException {
        try {
            int length = Integer.parseInt(digits, radix);
            if (length < 0 || length > BODY_OCTETS_MAX) {
                throw new IOException("A body of " + digits);
            }
            return length;
        } catch (NumberFormatException e) {
            throw new IOException("No length: " + digits, e);
        }
    }

    private void readFully(byte[] target) throws IOException {
        int done = Math.min(target.length, end - next);
        System.arraycopy(buffer, next, target, 0, done);
        next += done;
        if (in.readNBytes(target, done, target.length - done) < target.length - done) {
            throw new EOFException("The connection ended inside a body");
        }
    }

    private String readLine() throws IOException {
        int length = 0;
        while (true) {
            if (next == end) {
                fill();
            }
            byte octet = buffer[next++];
            if (octet == '\n') {
                int text = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
                return new String(line, 0, text, StandardCharsets.ISO_8859_1);
            }
            if (length == LINE_OCTETS_MAX) {
                throw new IOException("A header line is longer than " + LINE_OCTETS_MAX + " octets");
            }
            line[length++] = octet;
        }
    }

    private void fill() throws IOException {
        int count = in.read(buffer);
        if (count < 0) {
            throw new EOFException("The connection ended");
        }
        next = 0;
        end = count;
    }
}
