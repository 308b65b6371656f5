package dev.epochal.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A connection over which a test sends the very octets that it wants.
final class RawConnection implements AutoCloseable {
    private static final int PATIENCE_MS = 60_000;
    private static final int DRIP_MS = 20;

    private final Socket socket;

    RawConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
    }

    RawConnection send(String octets) throws IOException {
        socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /// Sends this again and again, never silent for long, until the server has closed the connection.
    void drip(String drop) throws IOException {
        long end = System.nanoTime() + Duration.ofMillis(PATIENCE_MS).toNanos();
        try {
            socket.setSoTimeout(DRIP_MS);
            while (System.nanoTime() < end) {
                if (isClosed()) {
                    return;
                }
                send(drop);
            }
        } catch (SocketException _) {
            return;
        }
        throw new AssertionError("The server still listens after " + PATIENCE_MS + " ms");
    }

    private boolean isClosed() throws IOException {
        try {
            return socket.getInputStream().read(new byte[8192]) < 0;
        } catch (SocketTimeoutException _) {
            return false;
        }
    }

    /// What the server sends until these words have come.
    String until(String words) throws IOException {
        var received = new StringBuilder();
        while (received.indexOf(words) < 0) {
            int octet = socket.getInputStream().read();
            if (octet < 0) {
                throw new AssertionError("Closed behind " + received);
            }
            received.append((char) octet);
        }
        return received.toString();
    }

    /// Everything that the server sends until it closes the connection.
    String untilClosed() throws IOException {
        var received = new StringBuilder();
        var block = new byte[8192];
        try {
            for (int n = socket.getInputStream().read(block);
                    n >= 0;
                    n = socket.getInputStream().read(block)) {
                received.append(new String(block, 0, n, StandardCharsets.UTF_8));
            }
        } catch (SocketException _) {
            // Closed with octets of ours unread.
            return received.toString();
        }
        return received.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
