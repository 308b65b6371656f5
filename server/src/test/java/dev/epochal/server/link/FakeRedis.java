package dev.epochal.server.link;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/// As much of Redis as it takes to begin a session, over TLS.
final class FakeRedis implements AutoCloseable {
    private final ServerSocket socket;
    private final AtomicInteger asked = new AtomicInteger();

    FakeRedis(SSLContext context) throws IOException {
        this.socket = context.getServerSocketFactory().createServerSocket(0, 8, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    /// How many commands have come in, of whomever.
    int asked() {
        return asked.get();
    }

    private void accept() {
        try {
            while (true) {
                var client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void serve(Socket client) {
        try (client;
                var in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
                var out = client.getOutputStream()) {
            while (true) {
                var command = command(in);
                asked.incrementAndGet();
                answer(command.getFirst().toUpperCase(Locale.ROOT), out);
            }
        } catch (IOException _) {
            // The other side has closed it, or doesn't believe the certificate.
        }
    }

    private static List<String> command(DataInputStream in) throws IOException {
        int words = number(in, '*');
        var command = new ArrayList<String>();
        for (int i = 0; i < words; i++) {
            byte[] word = new byte[number(in, '$')];
            in.readFully(word);
            in.skipNBytes(2);
            command.add(new String(word, StandardCharsets.UTF_8));
        }
        return command;
    }

    private static int number(DataInputStream in, char mark) throws IOException {
        var line = new StringBuilder();
        for (int octet = in.readUnsignedByte(); octet != '\n'; octet = in.readUnsignedByte()) {
            line.append((char) octet);
        }
        if (line.charAt(0) != mark) {
            throw new IOException("No command: " + line);
        }
        return Integer.parseInt(line.substring(1).strip());
    }

    private static void answer(String word, OutputStream out) throws IOException {
        var text = switch (word) {
            case "INFO" -> bulk("run_id:0123456789abcdef");
            case "GET" -> bulk("an era");
            case "PING" -> "+PONG\r\n";
            case "HELLO" -> "-ERR unknown command\r\n";
            default -> "+OK\r\n";
        };
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String bulk(String value) {
        return "$" + value.length() + "\r\n" + value + "\r\n";
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
