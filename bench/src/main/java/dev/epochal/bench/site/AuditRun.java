package dev.epochal.bench.site;

import dev.epochal.testkit.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// `epochal audit` on an export, as a process of its own, from its start to its report.
///
/// @param commitsPerSecond what it tells of its own speed
/// @param isIntact whether it found nothing wrong
/// @param words all that it said
public record AuditRun(double commitsPerSecond, boolean isIntact, String words) {
    private static final Pattern SPEED = Pattern.compile("([\\d,]+) Commits a second");

    /// Runs it to its end.
    ///
    /// @throws IllegalStateException with its last words if it tells no speed
    public static AuditRun of(Path export) throws InterruptedException {
        var command = ServerProcess.program(Places.serverHome(), Places.serverJvmArguments());
        command.add("audit");
        command.add(export.toString());
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean intact = process.waitFor() == 0;
            var speed = SPEED.matcher(words);
            if (!speed.find()) {
                throw new IllegalStateException("The audit tells no speed:\n" + words);
            }
            return new AuditRun(Double.parseDouble(speed.group(1).replace(",", "")), intact, words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
