package dev.epochal.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// TCP ports of the loopback address.
final class Ports {
    /// Nobody holds a port from when it is chosen until a child listens on it, and the system gives out the same again.
    private static final Set<Integer> CHOSEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /// A port that nobody listens on now, and that this program hasn't chosen before: children start at the same time.
    static int free() {
        while (true) {
            int port = listenedOnByNobody();
            if (CHOSEN.add(port)) {
                return port;
            }
        }
    }

    private static int listenedOnByNobody() {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new EmbeddedStartException("No free TCP port on 127.0.0.1", e);
        }
    }

    /// The wanted port if nobody listens on it, or any free one for 0.
    static int claim(int wanted, String who) {
        if (wanted == 0) {
            return free();
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), wanted));
            return wanted;
        } catch (IOException e) {
            throw new EmbeddedStartException(
                    "Port " + wanted + " on 127.0.0.1, wanted for " + who
                            + ", is in use: stop the program that listens there, or choose another port",
                    e);
        }
    }

    /// Whether somebody accepts connections there.
    static boolean accepts(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 200);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
