package dev.epochal.testkit.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.client.EpochalClient;
import dev.epochal.testkit.DevelopmentTokens;
import dev.epochal.testkit.StubDeliveryService;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StoryTest {
    private final DevelopmentTokens tokens = new DevelopmentTokens("a secret of at least thirty-two bytes");

    @Test
    void is_told_from_the_first_key_package_to_the_history() {
        var bytes = new ByteArrayOutputStream();
        try (var service = new StubDeliveryService();
                var http = EpochalClient.connect(service.uri(), () -> "")) {
            new Story(new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), false), http, tokens).play();
        }

        var told = bytes.toString(StandardCharsets.UTF_8);

        assertThat(told)
                .contains("409 stale-epoch", "apply-and-retry")
                .contains("alice  decrypts seq 6 of bob: “One of ours, and nobody had to rejoin.”")
                .contains("all 7 receipts agree")
                .doesNotContain("\u001b");
        assertThat(told.lines().filter(line -> line.contains("  commit "))).hasSize(4);
    }
}
