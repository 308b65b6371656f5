package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/// What the packaged program carries with it.
class ClassPathIT {
    @Test
    void the_program_holds_what_makes_signatures_fast_and_no_test_client_no_second_mls_engine_and_no_broker()
            throws Exception {
        try (var files = Files.list(RunningServer.home().resolve("lib"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("epochal-server"))
                    .anyMatch(name -> name.startsWith("AmazonCorrettoCryptoProvider"))
                    .noneMatch(name -> name.startsWith("epochal-testkit"))
                    .noneMatch(name -> name.startsWith("epochal-client"))
                    .noneMatch(name -> name.startsWith("bcmls"))
                    .noneMatch(name -> name.startsWith("kafka_2"))
                    .noneMatch(name -> name.startsWith("junit"));
        }
    }
}
