package dev.epochal.server.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeFileTest {
    private static final String TEXT = """
            x-all: &all
              image: broker:${VERSION:-4}
              deploy: {resources: {limits: {memory: 768m}}}
            services:
              one:
                <<: *all
                environment: {PASSWORD: "${PASSWORD:?make one first}", OTHER: "${OTHER:-}", PLAIN: "$$HOME"}
                command: ["sh", "-c", "echo $$PASSWORD"]
                tmpfs: ["/tmp:size=1m,exec"]
            """;

    @Test
    void reads_a_service_as_compose_does() {
        var service = ComposeFile.of(TEXT, Map.of("PASSWORD", "a $1 b")).service("one");
        assertThat(service.image()).isEqualTo("broker:4");
        assertThat(service.environment())
                .containsOnly(Map.entry("PASSWORD", "a $1 b"), Map.entry("OTHER", ""), Map.entry("PLAIN", "$HOME"));
        assertThat(service.command()).containsExactly("sh", "-c", "echo $PASSWORD");
        assertThat(service.memoryFolders()).containsOnly(Map.entry("/tmp", "size=1m,exec"));
        assertThat(service.memory()).isEqualTo(768L * 1024 * 1024);
        assertThat(service.isReadOnly()).isFalse();
    }

    @Test
    void refuses_a_secret_that_is_not_set() {
        var service = ComposeFile.of(TEXT, Map.of("PASSWORD", "")).service("one");
        assertThatThrownBy(service::environment).hasMessageContaining("make one first");
    }

    @Test
    void knows_all_that_the_file_of_the_repository_uses(@TempDir Path folder) {
        var compose = ComposeFile.withFreshSecrets(folder);
        assertThat(compose.names())
                .contains("kafka", "postgres", "redis", "api")
                .allSatisfy(name -> {
                    var service = compose.service(name);
                    assertThat(service.image()).contains(":").doesNotContain("$");
                    assertThat(service.environment().values()).noneMatch(value -> value.contains("${"));
                    assertThat(service.healthTest()).isNotEmpty();
                    assertThat(service.memory()).isPositive();
                });
    }
}
