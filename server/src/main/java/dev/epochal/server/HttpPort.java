package dev.epochal.server;

import dev.epochal.server.setting.Configuration.Listen;
import dev.epochal.server.setting.StartRefusedException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Looks whether the interface's port is free before anything expensive is started.
final class HttpPort {
    private HttpPort() {}

    static void verifyFree(Listen listen) {
        var address = new InetSocketAddress(listen.host(), listen.port());
        if (address.isUnresolved()) {
            throw new StartRefusedException("The host " + listen.host() + " is not known: choose another with --host");
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
        } catch (BindException e) {
            throw new StartRefusedException(
                    "Port " + listen.port() + " on " + listen.host() + " can't be taken (" + e.getMessage()
                            + "): stop the program that listens there, or choose another with --port",
                    e);
        } catch (IOException e) {
            throw new StartRefusedException("Port " + listen.port() + " on " + listen.host() + " can't be taken", e);
        }
    }
}
