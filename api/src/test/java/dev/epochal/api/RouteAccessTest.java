package dev.epochal.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.api.access.Deed;
import dev.epochal.api.exchange.Endpoint;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// Who is let in where, for each route that there is.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class RouteAccessTest {
    private static final Duration VALIDITY = Duration.ofMinutes(5);
    private final RunningApi server = new RunningApi();

    @AfterAll
    void close() {
        server.close();
    }

    @Tag("S01")
    @Test
    void only_health_metrics_and_what_is_the_same_for_all_are_for_everybody() {
        assertThat(routes().filter(route -> route.deed() == Deed.LOOK).map(Endpoint::path))
                .containsExactlyInAnyOrder("/docs", "/health", "/metrics", "/openapi", "/console", "/console/{file}");
    }

    @Tag("S01")
    @TestFactory
    Stream<DynamicTest> every_other_route_wants_a_token() {
        return each(route -> {
            var reply = server.send(call(route));
            if (route.deed() == Deed.LOOK) {
                assertThat(reply.status()).isEqualTo(200);
            } else {
                assertThat(reply.status()).isEqualTo(401);
                assertThat(reply.problem()).isEqualTo("missing-token");
                assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer ");
            }
        });
    }

    @Tag("S01")
    @TestFactory
    Stream<DynamicTest> every_other_route_refuses_a_token_without_a_scope() {
        return each(route -> {
            if (route.deed() != Deed.LOOK) {
                assertThat(as("", route).problem()).isEqualTo("forbidden-scope");
            }
        });
    }

    @Tag("S14")
    @TestFactory
    Stream<DynamicTest> an_auditor_writes_nowhere_and_sees_no_group_but_its_own() {
        server.reads.put(Samples.row(4, 2), Samples.BOB);
        return each(route -> {
            if (route.deed() == Deed.READ || route.deed() == Deed.AUDIT) {
                assertThat(route.method().text()).isEqualTo("GET");
                var reply = as("auditor", route);
                assertThat(reply.status()).isEqualTo(404);
                assertThat(reply.problem()).isEqualTo("unknown-group");
            } else if (route.deed() != Deed.LOOK) {
                assertThat(as("auditor", route).status()).isEqualTo(403);
            }
        });
    }

    @Tag("S14")
    @TestFactory
    Stream<DynamicTest> a_client_operates_nothing_and_an_operator_reads_nothing() {
        return each(route -> {
            if (route.deed() == Deed.OPERATE) {
                assertThat(as("client auditor", route).problem()).isEqualTo("forbidden-scope");
            } else if (route.deed() != Deed.LOOK) {
                assertThat(as("operator", route).problem()).isEqualTo("forbidden-scope");
            }
        });
    }

    /// Whoever adds a route by which somebody administers has to bind its tokens (RFC 9449) and to give it a
    /// listener of its own first.
    @Tag("S09")
    @Tag("S15")
    @TestFactory
    Stream<DynamicTest> nothing_is_administered_over_http() {
        return each(route -> {
            if (!route.method().text().equals("GET")) {
                assertThat(route.deed()).isEqualTo(Deed.ACT);
                assertThat(as("operator auditor", route).problem()).isEqualTo("forbidden-scope");
            }
        });
    }

    private interface Check {
        void check(Endpoint route);
    }

    private Stream<DynamicTest> each(Check check) {
        return routes().map(route ->
                DynamicTest.dynamicTest(route.method().text() + " " + route.path(), () -> check.check(route)));
    }

    private static Stream<Endpoint> routes() {
        return InterfaceDocumentsTest.endpoints().stream();
    }

    private RunningApi.Reply as(String scope, Endpoint route) {
        var token = RunningApi.TOKENS.token("alice", "phone", scope, VALIDITY);
        return server.send(call(route).header("Authorization", "Bearer " + token));
    }

    /// A call of the route with parameters of the right form.
    private HttpRequest.Builder call(Endpoint route) {
        var request = HttpRequest.newBuilder(server.uri().resolve(target(route)));
        return Set.of("POST", "PUT").contains(route.method().text())
                ? request.method(route.method().text(), BodyPublishers.ofString("{}"))
                        .header("Content-Type", List.copyOf(route.mediaTypes()).getFirst())
                : request.method(route.method().text(), BodyPublishers.noBody());
    }

    /// The address of the route with parameters of the right form.
    static String target(Endpoint route) {
        return route.path()
                .replace("{group}", Samples.PATH.substring(Samples.PATH.lastIndexOf('/') + 1))
                .replace("{submission}", "6ba7b810-9dad-11d1-80b4-00c04fd430c8")
                .replace("{file}", "console.js")
                .replaceAll("\\{[a-z]+}", "AAAA");
    }
}
