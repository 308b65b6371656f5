package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.client.Receipt;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// One trace leads from a request through its command, the decision and the event to the rows that follow from it.
@ExtendWith(SharedServer.class)
class TraceIT {
    private static final String PARTITION = "messaging.destination.partition.id";
    private static final String OFFSET = "messaging.kafka.offset";

    @Test
    void a_submission_is_traced_from_the_request_to_the_rows(RunningServer server) {
        var alice = server.client(RunningServer.newUser("alice"), "laptop");
        var receipt = alice.createGroup(RunningServer.newGroupId());
        Eventually.holds(
                "the decision and the event's rows are traced",
                () -> decided(server, receipt)
                        .flatMap(decided -> projected(server, decided))
                        .isPresent());

        var decided = decided(server, receipt).orElseThrow();
        var projected = projected(server, decided).orElseThrow();
        assertThat(projected.trace()).isEqualTo(decided.trace());
        assertThat(projected.numbers())
                .containsEntry(PARTITION, (long) receipt.position().partition())
                .containsKey(OFFSET);
        Eventually.holds("the request has ended", () -> request(server, decided).isPresent());
        var request = request(server, decided).orElseThrow();
        assertThat(request.name()).isEqualTo("POST /v1/groups");
        assertThat(request.numbers()).containsEntry("http.response.status_code", 201L);
        assertThat(decided.parent()).isEqualTo(request.id());
    }

    /// The decision of the command that the receipt names.
    private static Optional<SpanCollector.Span> decided(RunningServer server, Receipt receipt) {
        var position = receipt.position();
        return span(
                server,
                span -> span.name().equals("decide mls.group.commands")
                        && Objects.equals(span.numbers().get(OFFSET), position.offset())
                        && Objects.equals(span.numbers().get(PARTITION), (long) position.partition()));
    }

    /// What followed from it. Events have offsets of their own.
    private static Optional<SpanCollector.Span> projected(RunningServer server, SpanCollector.Span decided) {
        return span(
                server,
                span -> span.name().equals("project mls.group.events")
                        && span.parent().equals(decided.id()));
    }

    private static Optional<SpanCollector.Span> request(RunningServer server, SpanCollector.Span decided) {
        return span(
                server,
                span -> span.trace().equals(decided.trace()) && span.parent().isEmpty());
    }

    private static Optional<SpanCollector.Span> span(RunningServer server, Predicate<SpanCollector.Span> which) {
        return server.spans().stream().filter(which).findFirst();
    }
}
