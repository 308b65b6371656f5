package dev.epochal.mls.vector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.epochal.mls.codec.Octets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// Reads a vector file of the MLS working group from the folder `../shared/vectors/mlswg` beside the repository, or
/// from the one that `-Depochal.vectors=…` names. Where it is absent, the test says so and is aborted; the project's
/// own fixtures run in any case.
public final class Vectors {
    private static final String FOLDER = "epochal.vectors";
    private static final Path BESIDE = Path.of("..", "..", "shared", "vectors", "mlswg");

    private Vectors() {}

    /// All vectors of a file.
    public static JsonNode read(String file) {
        String named = System.getProperty(FOLDER, "");
        Path folder = named.isEmpty() ? BESIDE : Path.of(named);
        Path path = folder.resolve(file).toAbsolutePath().normalize();
        if (!Files.isReadable(path)) {
            System.out.println(
                    "NOT RUN: the public vectors " + file + " are absent; -D" + FOLDER + " names their folder");
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
