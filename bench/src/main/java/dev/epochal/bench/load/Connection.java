package dev.epochal.bench.load;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;

/// One kept-alive connection; one request at a time. Blocks, for virtual threads. Costs a fraction of what a full
/// HTTP client does, which counts because the generator shares the machine with what it measures.
final class Connection implements AutoCloseable {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final Socket socket;
    private final OutputStream out;
    private final AnswerReader reader;
    private boolean used;

    private Connection(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.reader = new AnswerReader(socket.getInputStream());
    }

    static Connection open(InetSocketAddress address) throws IOException {
        var socket = new Socket();
        try {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.setSoTimeout(Math.toIntExact(ANSWER_LIMIT.toMillis()));
            socket.connect(address, Math.toIntExact(ANSWER_LIMIT.toMillis()));
            return new Connection(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /// Sends a whole request and waits for its answer.
    HttpAnswer exchange(byte[] request) throws IOException {
        out.write(request);
        long asked = System.nanoTime();
        var answer = reader.read();
        used = true;
        return answer.askedAt(asked);
    }

    /// Sends a whole request whose answer goes on for a while, to be read by [#readChunk].
    ///
    /// @return the status code
    int begin(byte[] request) throws IOException {
        out.write(request);
        return reader.readHead();
    }

    /// The next piece of the answer; empty at its end.
    byte[] readChunk() throws IOException {
        return reader.readChunk();
    }

    /// Whether it has carried an answer before, so that the server may have closed it in between.
    boolean wasUsed() {
        return used;
    }

    /// Whether another request can follow.
    boolean isReusable() {
        return !reader.isClosing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
