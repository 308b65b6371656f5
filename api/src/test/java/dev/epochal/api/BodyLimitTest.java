package dev.epochal.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.api.exchange.Endpoint;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// Each route takes bodies up to its own limit, whether their length is told or not.
@Tag("S46")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class BodyLimitTest {
    private final RunningApi server = new RunningApi();

    @AfterAll
    void close() {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> a_body_of_the_limit_is_read_and_one_octet_more_is_not() {
        return InterfaceDocumentsTest.endpoints().stream()
                .filter(route -> route.bodyMax() > 0)
                .map(route -> DynamicTest.dynamicTest(route.method().text() + " " + route.path(), () -> {
                    var spaces = new byte[route.bodyMax() + 1];
                    Arrays.fill(spaces, (byte) ' ');
                    var limit = Arrays.copyOf(spaces, route.bodyMax());
                    assertThat(problem(route, BodyPublishers.ofByteArray(limit)))
                            .isEqualTo("malformed-json");
                    assertThat(problem(route, BodyPublishers.ofByteArray(spaces)))
                            .isEqualTo("body-too-large");
                    assertThat(problem(route, withoutLength(spaces))).isEqualTo("body-too-large");
                }));
    }

    @Test
    void nothing_is_unpacked() {
        var zipped = server.send(server.request(Samples.PATH + "/messages")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofString("{\"message\":\"AAEC\"}")));
        assertThat(zipped.status()).isBetween(400, 499);
        assertThat(server.log.count()).isZero();
    }

    private String problem(Endpoint route, BodyPublisher body) {
        var reply = server.send(server.request(RouteAccessTest.target(route))
                .header("Content-Type", "application/json")
                .method(route.method().text(), body));
        return reply.problem();
    }

    private static BodyPublisher withoutLength(byte[] octets) {
        return BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(octets));
    }
}
