package dev.epochal.server;

import dev.epochal.testkit.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A command of the program, run to its end as a child process.
///
/// @param exit its exit code
/// @param out what it wrote to the standard output
/// @param err what it wrote to the standard error
public record Verb(int exit, String out, String err) {
    /// The command line of a command of the program.
    public static List<String> command(String... arguments) {
        var command = ServerProcess.program(RunningServer.home(), RunningServer.JVM_ARGUMENTS);
        command.addAll(List.of(arguments));
        return command;
    }

    public static Verb run(String... arguments) {
        return end(command(arguments));
    }

    /// Runs any command line to its end.
    public static Verb end(List<String> command) {
        try {
            var process = new ProcessBuilder(command).start();
            process.getOutputStream().close();
            var out = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
            var err = text(process.getErrorStream());
            return new Verb(process.waitFor(), out.join(), err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
