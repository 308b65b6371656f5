package dev.epochal.server.container;

import dev.epochal.server.Verb;
import dev.epochal.server.fault.RoleProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Processes of this machine, of what this build has made.
final class RolesOfBuild implements Roles {
    private final Map<String, String> environment;
    private final List<RoleProcess> all = new ArrayList<>();

    private RolesOfBuild(Map<String, String> environment) {
        this.environment = environment;
    }

    /// Starts them, and waits until they are well.
    static RolesOfBuild start(ComposeFile compose, BackingServices services, Path folder) {
        var roles =
                new RolesOfBuild(services.seenFromMachine(compose.service("api").environment()));
        try {
            for (var role : List.of("processor", "projections", "api")) {
                roles.all.add(new RoleProcess(role, folder.resolve(role), roles.environment));
            }
            roles.all.forEach(RoleProcess::awaitHealthy);
            return roles;
        } catch (RuntimeException | Error e) {
            roles.close();
            throw e;
        }
    }

    @Override
    public URI uri() {
        return all.getLast().uri();
    }

    @Override
    public Verb run(String... arguments) {
        var command = new ArrayList<>(List.of("env"));
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(Verb.command(arguments));
        return Verb.end(command);
    }

    @Override
    public void close() {
        all.forEach(RoleProcess::close);
    }
}
