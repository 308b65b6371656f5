package dev.epochal.bench.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// `./epochal audit` on an export, as a process of its own, from its start to its report.
///
/// @param commitsPerSecond what it tells of its own speed
/// @param warmPerSecond how many events it followed per second in the last half of them; empty if it was over too soon
/// @param isIntact whether it found nothing wrong
/// @param words all that it said
public record AuditRun(double commitsPerSecond, OptionalDouble warmPerSecond, boolean isIntact, String words) {
    private static final Pattern SPEED = Pattern.compile("([\\d,]+) Commits a second");
    private static final Pattern PROGRESS = Pattern.compile("… (\\d+) events$");
    private static final double NANOS = 1e9;

    /// How far it was at a moment.
    record Progress(long nanos, long events) {}

    /// Runs it to its end.
    ///
    /// @throws IllegalStateException with its last words if it tells no speed
    public static AuditRun of(Path export) throws InterruptedException {
        var command = List.of(Places.launcher().toString(), "audit", export.toString());
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var lines = new ArrayList<String>();
            var progress = new ArrayList<Progress>();
            try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
                reader.lines().forEach(line -> {
                    lines.add(line);
                    PROGRESS.matcher(line)
                            .results()
                            .forEach(found ->
                                    progress.add(new Progress(System.nanoTime(), Long.parseLong(found.group(1)))));
                });
            }
            boolean intact = process.waitFor() == 0;
            var words = String.join("\n", lines);
            var speed = SPEED.matcher(words);
            if (!speed.find()) {
                throw new IllegalStateException("The audit tells no speed:\n" + words);
            }
            double rate = Double.parseDouble(speed.group(1).replace(",", ""));
            return new AuditRun(rate, warm(progress), intact, words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The rate from where half of what was told of was done.
    static OptionalDouble warm(List<Progress> progress) {
        if (progress.isEmpty()) {
            return OptionalDouble.empty();
        }
        var last = progress.getLast();
        return progress.stream()
                .filter(each -> each.events() >= last.events() / 2 && each.nanos() < last.nanos())
                .findFirst()
                .map(half -> OptionalDouble.of((last.events() - half.events()) * NANOS / (last.nanos() - half.nanos())))
                .orElseGet(OptionalDouble::empty);
    }
}
