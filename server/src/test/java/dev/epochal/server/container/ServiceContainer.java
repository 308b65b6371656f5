package dev.epochal.server.container;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HealthCheck;
import java.time.Duration;
import java.util.Objects;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/// A service of docker-compose.yml as a container: with its environment, command, limits, restrictions and the test of
/// its health, and found by its name. It has started when it says itself that it is well.
final class ServiceContainer extends GenericContainer<ServiceContainer> {
    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final Duration LOOKS = Duration.ofSeconds(2);
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(10);
    private static final int FAILED_LOOKS = 120;

    ServiceContainer(ComposeFile.Part service, Network network) {
        this(service, service.image(), network);
    }

    /// The same of another image.
    ServiceContainer(ComposeFile.Part service, String image, Network network) {
        super(DockerImageName.parse(image));
        withNetwork(network);
        withNetworkAliases(service.name());
        withEnv(service.environment());
        withTmpFs(service.memoryFolders());
        if (!service.command().isEmpty()) {
            withCommand(service.command().toArray(String[]::new));
        }
        withCreateContainerCmdModifier(create -> restrict(create, service));
        waitingFor(Wait.forHealthcheck().withStartupTimeout(START_LIMIT));
    }

    private static void restrict(CreateContainerCmd create, ComposeFile.Part service) {
        create.withHealthcheck(new HealthCheck()
                .withTest(service.healthTest())
                .withInterval(LOOKS.toNanos())
                .withTimeout(LOOK_LIMIT.toNanos())
                .withRetries(FAILED_LOOKS));
        Objects.requireNonNull(create.getHostConfig())
                .withMemory(service.memory())
                .withReadonlyRootfs(service.isReadOnly())
                .withSecurityOpts(service.securityOptions())
                .withCapDrop(service.droppedCapabilities().stream()
                        .map(Capability::valueOf)
                        .toArray(Capability[]::new));
    }
}
