package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A server that can't start says in one line why and what to do, and ends with exit code 1.
class StartRefusalIT {
    @TempDir
    private Path folder;

    @Test
    void a_port_in_use() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            int port = other.getLocalPort();
            var end = serve(folder.resolve("data"), "--port", Integer.toString(port));
            assertRefused(end, "Port " + port, "--port");
            assertThat(folder.resolve("data")).doesNotExist();
        }
    }

    @Test
    void a_data_folder_that_can_only_be_read() throws Exception {
        var data = Files.createDirectory(folder.resolve("data"));
        assertRefused(
                Verb.end(onReadOnlyFolder(data, Verb.command("serve", "--port", "0", "--data", data.toString()))),
                "The data folder " + data + " can't be written",
                "--data");
    }

    @Test
    void a_data_folder_that_is_a_file() throws Exception {
        var file = Files.writeString(folder.resolve("data"), "a letter");
        assertRefused(serve(file, "--port", "0"), "The data folder " + file + " is a file", "--data");
        assertRefused(serve(file.resolve("deeper"), "--port", "0"), "The data folder " + file, "--data");
    }

    @Test
    void a_data_folder_of_a_newer_version() throws Exception {
        Files.writeString(folder.resolve("VERSION"), "2\n");
        assertRefused(serve(folder, "--port", "0"), "newer version (layout 2, this program knows 1)", "--data");
        assertThat(folder.resolve("broker")).doesNotExist();
    }

    @Test
    void a_folder_of_something_else() throws Exception {
        Files.writeString(folder.resolve("VERSION"), "PostgreSQL\n");
        assertRefused(serve(folder, "--port", "0"), "no data folder of Epochal", "--data");
    }

    @Test
    @ExtendWith(SharedServer.class)
    void a_data_folder_that_another_server_uses(RunningServer first) throws Exception {
        assertRefused(
                serve(first.data(), "--port", "0"),
                "Another server (process " + first.process().pid() + ") uses the data folder",
                "--data");
        assertThat(first.http().health().status()).isEqualTo("healthy");
    }

    @Test
    void a_host_that_nobody_knows() throws Exception {
        var end = serve(folder.resolve("data"), "--port", "0", "--host", "no.such.host.invalid");
        assertRefused(end, "The host no.such.host.invalid is not known", "--host");
    }

    @Test
    void a_role_that_there_is_not() throws Exception {
        var end = serve(folder.resolve("data"), "--port", "0", "--role", "referee");
        assertRefused(end, "There is no role \"referee\"", "projections");
    }

    private static Verb serve(Path data, String... options) throws Exception {
        var arguments = new String[options.length + 3];
        arguments[0] = "serve";
        arguments[1] = "--data";
        arguments[2] = data.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return Verb.run(arguments);
    }

    /// The folder can't be written while this command runs. Permissions don't stop root, a read-only mount does.
    private static List<String> onReadOnlyFolder(Path folder, List<String> command) throws IOException {
        if (new UnixSystem().getUid() != 0) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
            return command;
        }
        var wrapped = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o ro none \"$0\" && exec \"$@\"",
                folder.toString()));
        wrapped.addAll(command);
        return wrapped;
    }

    private static void assertRefused(Verb end, String reason, String way) {
        assertThat(end.err().lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("epochal: ")
                        .contains(reason)
                        .contains(way));
        assertThat(end.exit()).isEqualTo(1);
    }
}
