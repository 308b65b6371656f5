package dev.epochal.server.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientConfigUtils;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.dockerclient.TransportConfig;

/// The Docker engine of this machine, if one answers.
final class Engine {
    private Engine() {}

    /// Why containers of these images can't be started, if they can't. Asks no registry: an engine that reaches none
    /// would need minutes to find that out.
    static Optional<String> obstacle(List<String> images) {
        var transport = transport();
        if (transport.isEmpty()) {
            return Optional.of("no Docker engine answers");
        }
        try (var client = DockerClientProviderStrategy.getClientForConfig(transport.get())) {
            var absent = images.stream()
                    .filter(image -> digest(client, image).isEmpty())
                    .toList();
            if (!absent.isEmpty()) {
                return Optional.of("the Docker engine doesn't hold " + String.join(", ", absent));
            }
            if (DockerClientConfigUtils.IN_A_CONTAINER && !hasGateway(client)) {
                return Optional.of("the Docker engine doesn't tell where its published ports are");
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<TransportConfig> transport() {
        try {
            return Optional.of(DockerClientFactory.instance().getTransportConfig());
        } catch (IllegalStateException _) {
            return Optional.empty();
        }
    }

    /// What the engine holds under an image's name.
    static Optional<String> digest(DockerClient client, String image) {
        try {
            return Optional.ofNullable(client.inspectImageCmd(image).exec().getId());
        } catch (NotFoundException _) {
            return Optional.empty();
        }
    }

    /// Without one Testcontainers would fetch an image, to ask in a container of it.
    private static boolean hasGateway(DockerClient client) {
        return client.inspectNetworkCmd().withNetworkId("bridge").exec().getIpam().getConfig().stream()
                .anyMatch(each -> each.getGateway() != null);
    }
}
