package dev.epochal.schema.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TraceParentTest {
    private static final String KEPT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void a_span_that_is_kept_goes_over_the_log() {
        var context = TraceParent.read(octets(KEPT)).orElseThrow();
        var span = Span.fromContext(context).getSpanContext();
        assertThat(span.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(span.getSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(TraceParent.of(context)).contains(octets(KEPT));
    }

    @Test
    void without_a_span_nothing_does() {
        assertThat(TraceParent.of(Context.root())).isEmpty();
        assertThat(TraceParent.read(null)).isEmpty();
        var span = TraceParent.off().spanBuilder("off").startSpan();
        assertThat(TraceParent.of(Context.root().with(span))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-and-a-good-deal-more-than-that"
            })
    void what_names_no_span_that_is_kept_is_passed_over(String header) {
        assertThat(TraceParent.read(octets(header))).isEmpty();
    }
}
