package dev.epochal.bench.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.bench.site.AuditRun.Progress;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditRunTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void the_last_half_is_measured_from_where_half_of_the_events_were_followed() {
        var progress = List.of(new Progress(0, 10), new Progress(2 * SECOND, 600), new Progress(3 * SECOND, 1_000));

        assertThat(AuditRun.warm(progress)).hasValue(400);
    }

    @Test
    void an_audit_that_was_soon_over_has_no_last_half() {
        assertThat(AuditRun.warm(List.of())).isEmpty();
        assertThat(AuditRun.warm(List.of(new Progress(SECOND, 600)))).isEmpty();
    }
}
