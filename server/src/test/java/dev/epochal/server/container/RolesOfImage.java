package dev.epochal.server.container;

import dev.epochal.server.Verb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.testcontainers.lifecycle.Startables;

/// Containers of the program's own image, as docker-compose.yml starts them.
final class RolesOfImage implements Roles {
    private final ServiceContainer api;
    private final List<ServiceContainer> all;

    private RolesOfImage(String image, ComposeFile compose, BackingServices services) {
        var containers = Stream.of("processor", "projections", "api")
                .map(role -> new ServiceContainer(compose.service(role), image, services.network()))
                .toList();
        this.all = containers;
        this.api = containers.getLast().withExposedPorts(3000);
    }

    /// Starts them, and waits until they are well.
    static RolesOfImage start(String image, ComposeFile compose, BackingServices services) {
        var roles = new RolesOfImage(image, compose, services);
        try {
            Startables.deepStart(roles.all).join();
            return roles;
        } catch (RuntimeException e) {
            roles.all.forEach(each -> System.out.println(each.getLogs()));
            roles.close();
            throw e;
        }
    }

    @Override
    public URI uri() {
        return URI.create("http://" + api.getHost() + ":" + api.getMappedPort(3000));
    }

    @Override
    public Verb run(String... arguments) {
        var command = Stream.concat(
                Stream.of("java", "@java.options", "@class.path", "dev.epochal.server.Main"), Stream.of(arguments));
        try {
            var result = api.execInContainer(command.toArray(String[]::new));
            return new Verb(result.getExitCode(), result.getStdout(), result.getStderr());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        all.parallelStream().forEach(ServiceContainer::stop);
    }
}
