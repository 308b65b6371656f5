package dev.epochal.server.container;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.epochal.client.ClientSettings;
import dev.epochal.client.EpochalClient;
import dev.epochal.server.FirstGroup;
import dev.epochal.server.RunningServer;
import dev.epochal.server.SharedServer;
import dev.epochal.server.TestFolder;
import dev.epochal.testkit.DevelopmentTokens;
import dev.epochal.testkit.MlsClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/// A first group on the images that docker-compose.yml pins, with the settings that stand there.
///
/// It needs a Docker engine that holds the images. Where there is none the story is told on the embedded services
/// instead, and a line says so. `./epochal containers` insists on the containers; `epochal.containers.pull` lets it
/// fetch the images, and `epochal.containers.image` takes the program's own image for the roles.
@ExtendWith(SharedServer.class)
class ContainersIT {
    private static final boolean REQUIRED = Boolean.getBoolean("epochal.containers.required");
    private static final boolean PULL = Boolean.getBoolean("epochal.containers.pull");
    private static final Optional<String> IMAGE =
            Optional.of(System.getProperty("epochal.containers.image", "")).filter(name -> !name.isBlank());
    private static final List<String> BACKING = List.of("kafka", "postgres", "redis");
    private static final Duration TOKEN_VALIDITY = Duration.ofHours(1);

    /// It calls a missing engine an error.
    @BeforeAll
    static void let_testcontainers_speak_only_of_containers() {
        if (LoggerFactory.getLogger("org.testcontainers") instanceof Logger logger) {
            logger.setLevel(REQUIRED ? Level.INFO : Level.OFF);
        }
    }

    @Test
    void a_first_group_lives_on_the_images_that_compose_pins(Supplier<RunningServer> embedded) throws Exception {
        var folder = TestFolder.absent("containers");
        var compose = ComposeFile.withFreshSecrets(folder);
        var images = Stream.concat(
                        BACKING.stream().map(name -> compose.service(name).image()), IMAGE.stream())
                .toList();
        var obstacle = PULL ? Optional.<String>empty() : Engine.obstacle(images);
        if (obstacle.isPresent()) {
            assertThat(REQUIRED).as(obstacle.get()).isFalse();
            System.out.println("NOT RUN on containers: " + obstacle.get() + "; told on the embedded services instead");
            tell(embedded.get()::client);
            return;
        }
        try (var services = BackingServices.start(compose);
                var roles = IMAGE.isPresent()
                        ? RolesOfImage.start(IMAGE.get(), compose, services)
                        : RolesOfBuild.start(compose, services, folder)) {
            var secret = compose.service("api").environment().get("JWT_SECRET");
            tellOn(roles, new DevelopmentTokens(Objects.requireNonNull(secret)));
            verify(roles);
        }
        images.forEach(image -> System.out.println("containers: " + image + " "
                + Engine.digest(DockerClientFactory.lazyClient(), image).orElseThrow()));
    }

    private interface Clients {
        MlsClient client(String user, String client);
    }

    private static void tellOn(Roles roles, DevelopmentTokens tokens) {
        try (var http = EpochalClient.connect(ClientSettings.of(roles.uri()).withAttempts(20), () -> "")) {
            tell((user, client) -> {
                var token = tokens.token(user, client, TOKEN_VALIDITY);
                return MlsClient.create(http, user, client, () -> token);
            });
        }
    }

    private static void tell(Clients clients) {
        var alice = clients.client(RunningServer.newUser("alice"), "laptop");
        var bob = clients.client(RunningServer.newUser("bob"), "phone");
        var carol = clients.client(RunningServer.newUser("carol"), "tablet");
        carol.publishKeyPackages(1);
        var group = new FirstGroup(alice, bob);
        group.begin();
        group.raceAndGoOn();
        group.welcome(carol);
        group.say(carol, "Hello both.");
        assertThat(group.heard(alice)).containsExactly("Hello both.");
        assertThat(group.heard(bob)).containsExactly("Hello both.");
        group.assertHistory(alice, "group-created", "commit", "commit", "commit", "commit", "message");
    }

    /// The log can be replayed, and the rows are what it says, before and after they are made anew.
    private static void verify(Roles roles) throws Exception {
        assertThat(clean(roles)).isTrue();
        var rebuilt = roles.run("rebuild", "--json");
        assertThat(rebuilt.exit()).as(rebuilt.err()).isZero();
        assertThat(clean(roles)).isTrue();
    }

    private static boolean clean(Roles roles) throws Exception {
        var fsck = roles.run("fsck", "--json");
        assertThat(fsck.exit()).as(fsck.out() + fsck.err()).isZero();
        var report = new ObjectMapper().readTree(fsck.out());
        assertThat(report.path("group_events").asLong()).isEqualTo(6);
        assertThat(report.path("rows_omitted").asText()).isEmpty();
        return report.path("clean").asBoolean();
    }
}
