package dev.epochal.server.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The log tells the same whether it is written as text or as JSON, but for the line of each verdict, which only
/// programs read.
final class LogLevelsTest {
    private static final String VERDICTS = "dev.epochal.processor.verdict";

    private final SourceTree sources = SourceTree.read();

    @Test
    void both_forms_of_the_log_leave_out_the_same() {
        assertThat(levels("logback.xml")).isNotEmpty().isEqualTo(levels("logback-json.xml"));
    }

    private List<String> levels(String configuration) {
        return SourceTree.lines(
                        sources.root().resolve("server/src/main/resources").resolve(configuration))
                .stream()
                .map(String::strip)
                .filter(line -> !line.contains(VERDICTS))
                .filter(line -> line.startsWith("<logger") || line.startsWith("<root") || line.startsWith("<target"))
                .toList();
    }
}
