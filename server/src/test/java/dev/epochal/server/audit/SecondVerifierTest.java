package dev.epochal.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares the audit with a verifier in another language that shares no code with it. Where there is no python3 it
/// says so.
@DisplayNameGeneration(ReplaceUnderscores.class)
class SecondVerifierTest {
    private static final Path SCRIPT = Path.of("src/test/resources/second_verifier.py");
    private static final TestHistory HISTORY = TestHistory.told("a group with an id", 1);

    @TempDir
    Path folder;

    @Test
    void both_find_the_same_line() throws Exception {
        boolean present = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "python3")));
        if (!present) {
            System.out.println("NOT RUN: there is no python3 for the second verifier of histories");
        }
        assumeTrue(present);
        var files = new ArrayList<byte[]>();
        var honest = TestExport.of(HISTORY);
        files.add(TestExport.file(honest).toByteArray());
        files.add(TestExport.file(honest.subList(0, 9)).toByteArray());
        for (int line = 0; line < honest.size(); line++) {
            var damaged = new ArrayList<>(honest);
            var octets = honest.get(line).toByteArray();
            octets[octets.length * 2 / 3] ^= 1;
            damaged.set(line, ByteString.copyFrom(octets));
            files.add(TestExport.file(damaged).toByteArray());
            damaged.remove(line);
            files.add(TestExport.file(damaged).toByteArray());
        }
        var theirs = second(files);
        assertThat(theirs).hasSameSizeAs(files).first().asString().startsWith("intact 14 ");
        for (int i = 0; i < files.size(); i++) {
            var report = TestExport.audit(files.get(i), TestExport.NOTHING_GIVEN);
            var mine = report.difference()
                    .map(first -> "broken " + first.line())
                    .orElseGet(() -> "intact " + report.state().size() + " "
                            + report.state().root());
            assertThat(theirs.get(i)).as(report.lines().toString()).isEqualTo(mine);
        }
    }

    private List<String> second(List<byte[]> files) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("python3", SCRIPT.toString()));
        for (int i = 0; i < files.size(); i++) {
            command.add(Files.write(folder.resolve(i + ".jsonl"), files.get(i)).toString());
        }
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }
}
