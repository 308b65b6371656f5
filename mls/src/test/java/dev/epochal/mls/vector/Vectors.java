package dev.epochal.mls.vector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.epochal.mls.codec.Octets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// Reads a vector file from `../shared/vectors/mlswg` beside the repository. Where it is absent, the test says
/// so and is aborted; the project's own fixtures run in any case.
public final class Vectors {
    private Vectors() {}

    /// All vectors of a file.
    public static JsonNode read(String file) {
        Path path = Path.of("..", "..", "shared", "vectors", "mlswg", file)
                .toAbsolutePath()
                .normalize();
        if (!Files.isReadable(path)) {
            System.out.println("NOT RUN: the public vectors " + file + " are absent beside the repository");
            Assumptions.abort("absent: " + file);
        }
        try {
            return new ObjectMapper().readTree(path.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A hexadecimal field.
    public static Octets octets(JsonNode node, String field) {
        return Octets.ofHex(node.get(field).asText());
    }

    /// Says how many vectors ran, so that a silent skip can be seen.
    public static void passed(String what, int count) {
        System.out.println("vectors passed: " + what + " " + count);
    }
}
