package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.client.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// One trace leads from a request through its command, the decision and the event to the rows that follow from it.
@ExtendWith(SharedServer.class)
class TraceIT {
    private static final String PARTITION = "messaging.destination.partition.id";
    private static final String OFFSET = "messaging.kafka.offset";
    private static final Duration EXPORT = Duration.ofSeconds(20);

    @Test
    void a_submission_is_traced_from_the_request_to_the_rows(RunningServer server) {
        var receipt = traced(server);

        var decided = decided(server, receipt).orElseThrow();
        var projected = projected(server, receipt).orElseThrow();
        assertThat(decided.numbers())
                .containsEntry(PARTITION, (long) receipt.position().partition())
                .containsKey(OFFSET);
        assertThat(projected.parent()).isEqualTo(decided.id());
        var request = trace(server, decided).stream()
                .filter(span -> span.parent().isEmpty())
                .toList();
        assertThat(request).extracting(SpanCollector.Span::name).containsExactly("POST /v1/groups");
        assertThat(request.getFirst().numbers()).containsEntry("http.response.status_code", 201L);
        assertThat(decided.parent()).isEqualTo(request.getFirst().id());
    }

    /// A group whose spans have arrived. What can't be sent to a collector in time is dropped, as on a machine where
    /// much else starts: the next group is traced then.
    private static Receipt traced(RunningServer server) {
        var alice = server.client(RunningServer.newUser("alice"), "laptop");
        var receipts = new ArrayList<Receipt>();
        Eventually.holds("the request, the decision and the rows of one of the groups are traced", () -> {
            receipts.add(alice.createGroup(RunningServer.newGroupId()));
            return Eventually.comesTrue(
                    EXPORT,
                    () -> decided(server, receipts.getLast())
                            .filter(decided -> trace(server, decided).stream()
                                    .anyMatch(span -> span.parent().isEmpty()))
                            .isPresent());
        });
        return receipts.getLast();
    }

    /// The decision in the trace of the event's rows. Commands have offsets of their own.
    private static Optional<SpanCollector.Span> decided(RunningServer server, Receipt receipt) {
        return projected(server, receipt)
                .flatMap(projected -> trace(server, projected).stream()
                        .filter(span -> span.name().equals("decide mls.group.commands"))
                        .findFirst());
    }

    private static Optional<SpanCollector.Span> projected(RunningServer server, Receipt receipt) {
        return server.spans().stream()
                .filter(span -> span.name().equals("project mls.group.events"))
                .filter(span -> span.numbers()
                        .getOrDefault(OFFSET, -1L)
                        .equals(receipt.position().offset()))
                .filter(span -> span.numbers().getOrDefault(PARTITION, -1L).equals((long)
                        receipt.position().partition()))
                .findFirst();
    }

    private static List<SpanCollector.Span> trace(RunningServer server, SpanCollector.Span of) {
        return server.spans().stream()
                .filter(span -> span.trace().equals(of.trace()))
                .toList();
    }
}
