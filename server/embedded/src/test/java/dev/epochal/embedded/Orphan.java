package dev.epochal.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// An embedded service whose parent was killed as `kill -9` does.
///
/// @param pid the service's process id
record Orphan(long pid) {
    /// Starts a service from a program of its own and kills that program.
    static Orphan of(String kind, Path folder, Path programs) throws Exception {
        var parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Depochal.broker.lib=" + System.getProperty("epochal.broker.lib"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        kind,
                        folder.toString(),
                        programs.toString())
                .redirectError(Redirect.INHERIT)
                .start();
        try (var lines = new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            var pid = Long.parseLong(lines.readLine());
            assertThat(ProcessHandle.of(pid)).isPresent();
            parent.destroyForcibly().waitFor();
            return new Orphan(pid);
        }
    }

    /// Waits until it has ended as well.
    void awaitEnd() throws Exception {
        var handle = ProcessHandle.of(pid);
        if (handle.isPresent()) {
            handle.get().onExit().get(15, TimeUnit.SECONDS);
        }
    }

    /// The program that is killed.
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws InterruptedException {
            var folder = Path.of(arguments[1]);
            long pid = switch (arguments[0]) {
                case "postgres" ->
                    EmbeddedPostgres.start(
                                    PostgresSettings.of(folder, Durability.FSYNC)
                                            .withPrograms(Path.of(arguments[2])),
                                    _ -> {})
                            .pid();
                default ->
                    EmbeddedBroker.start(BrokerSettings.of(folder, Durability.FSYNC), _ -> {})
                            .pid();
            };
            System.out.println(pid);
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
