package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What is printed to be pasted into a shell works as it stands.
class PastedLinesIT {
    private static final String LAST_LINE = "The server keeps running. Ctrl-C stops it.";

    private final Path data = TestFolder.absent("demo");

    @Test
    void the_lines_of_the_demo() throws Exception {
        var demo = new ProcessBuilder(demoCommand()).redirectErrorStream(true).start();
        try {
            var lines = readTo(demo, LAST_LINE);
            var pasted = lines.stream().filter(line -> line.startsWith("curl ")).toList();
            assertThat(pasted).as(String.join("\n", lines)).hasSize(3);
            assertThat(shell(pasted.get(0)).path("status").asText()).isIn("healthy", "degraded");
            assertThat(shell(pasted.get(1)).path("groups")).hasSize(1);
            assertThat(shell(pasted.get(2)).path("events")).hasSize(3);
        } finally {
            demo.destroy();
            demo.waitFor();
        }
    }

    @Test
    @ExtendWith(SharedServer.class)
    void the_lines_of_a_server(RunningServer server) throws Exception {
        var lines = server.lines();
        var pasted = lines.subList(lines.indexOf("A first look, from another terminal:") + 1, lines.size()).stream()
                .takeWhile(line -> line.startsWith("  "))
                .toList();
        assertThat(pasted).hasSize(3);
        var program = "'" + String.join("' '", Verb.command()) + "'";
        var script = String.join("\n", pasted).replace("./epochal", program);
        var answers = JsonMapper.builder().build().readerFor(JsonNode.class).<JsonNode>readValues(run(script));
        assertThat(answers.next().path("status").asText()).isIn("healthy", "degraded");
        assertThat(answers.next().path("groups").isArray()).isTrue();
        assertThat(answers.hasNext()).isFalse();
    }

    private List<String> demoCommand() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Depochal.home=" + RunningServer.home());
        command.add("-Depochal.broker.lib=" + System.getProperty("epochal.broker.lib"));
        command.add("-Depochal.server.jvmArguments=" + String.join(" ", RunningServer.JVM_ARGUMENTS));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.epochal.testkit.demo.Main"));
        command.addAll(List.of("--data", data.toString(), "--port", "0"));
        return command;
    }

    private static List<String> readTo(Process process, String last) throws IOException {
        var lines = new ArrayList<String>();
        var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.add(line);
            if (line.equals(last)) {
                break;
            }
        }
        return lines;
    }

    private static JsonNode shell(String line) throws Exception {
        return JsonMapper.builder().build().readTree(run(line));
    }

    private static String run(String script) {
        var end = Verb.end(List.of("sh", "-ec", script));
        assertThat(end.exit()).as(script + "\n" + end.err()).isZero();
        return end.out();
    }
}
