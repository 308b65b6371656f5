package dev.epochal.server.fault;

import dev.epochal.embedded.BrokerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One of three brokers: a process of its own on a folder and on ports of its own, which it keeps.
final class TrioMember {
    private static final int STOP_SECONDS_MAX = 20;

    private final BrokerSettings program;
    private final Path folder;
    private @Nullable Process process;

    /// @param program where the broker's jars lie, and its Java; its data folder is this member's own
    /// @param properties what the broker is to be
    TrioMember(BrokerSettings program, String properties) {
        this.program = program;
        this.folder = program.data();
        try {
            Files.createDirectories(folder);
            Files.writeString(properties(), properties);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path properties() {
        return folder.resolve("broker.properties");
    }

    /// Makes the folder one of this cluster.
    void format(String clusterId) throws InterruptedException {
        var options = List.of("format", "-t", clusterId, "-c", properties().toString());
        if (launch("kafka.tools.StorageTool", options).waitFor() != 0) {
            throw new AssertionError("The folder " + folder + " can't be formatted");
        }
    }

    /// Starts it. It may not take connections yet.
    void start() {
        var folders = List.of(
                properties().toString(),
                folder.resolve("log").toString(),
                folder.resolve("broker.lock").toString());
        process = launch("dev.epochal.broker.Main", folders);
    }

    private Process launch(String main, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(program.javaHome().resolve("bin/java").toString());
        command.addAll(List.of("-Xms128m", "-Xmx256m", "-XX:+UseSerialGC"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(program.jvmArguments());
        command.add("-Depochal.broker.log=" + folder.resolve("broker.log"));
        command.add("-Dlog4j2.configurationFile=classpath:dev/epochal/broker/log.xml");
        command.addAll(List.of("-cp", program.jars() + "/*", main));
        command.addAll(arguments);
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            Redirect.appendTo(folder.resolve("broker.out").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `kill -9`.
    void kill() {
        running().destroyForcibly().onExit().join();
    }

    long pid() {
        return running().pid();
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("The broker has not been started");
        }
        return process;
    }

    /// Ends it, in good order if it does so in time.
    void stop() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
