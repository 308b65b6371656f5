package dev.epochal.testkit.redis;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// One connection to Redis, in the words of its protocol (RESP). Not thread-safe.
final class RedisConversation implements AutoCloseable {
    private static final int ANSWER_LIMIT_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    /// @throws IOException if nobody listens there
    RedisConversation(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(ANSWER_LIMIT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /// Says a command and waits for its answer: a text, or the number of a count.
    ///
    /// @throws IOException if it was refused or not answered
    String ask(String... command) throws IOException {
        var words = new StringBuilder("*" + command.length + "\r\n");
        for (var word : command) {
            words.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        socket.getOutputStream().write(words.toString().getBytes(StandardCharsets.US_ASCII));
        var answer = line();
        return switch (answer.charAt(0)) {
            case '+', ':' -> answer.substring(1);
            case '$' -> text(Integer.parseInt(answer.substring(1)));
            default -> throw new IOException(command[0] + ": " + answer);
        };
    }

    private String text(int length) throws IOException {
        var octets = in.readNBytes(length);
        line();
        return new String(octets, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("Redis has closed the connection");
            }
            line.append((char) octet);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
