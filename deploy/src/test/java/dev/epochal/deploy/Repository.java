package dev.epochal.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/// The files of this repository.
final class Repository {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final YAMLMapper YAML = new YAMLMapper();

    private Repository() {}

    static Path file(String path) {
        return ROOT.resolve(path);
    }

    static String text(String path) {
        try {
            return Files.readString(file(path));
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    static JsonNode json(String path) {
        try {
            return JSON.readTree(file(path).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    static JsonNode yaml(String path) {
        try {
            return YAML.readTree(file(path).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    /// The documents of a YAML file.
    static List<JsonNode> yamls(String path) {
        try (var documents =
                YAML.readerFor(JsonNode.class).<JsonNode>readValues(file(path).toFile())) {
            return documents.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    /// The files under a folder, as paths from the root.
    static List<String> files(String folder, Predicate<String> wanted) {
        try (var files = Files.walk(file(folder))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> ROOT.relativize(file).toString())
                    .filter(wanted)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder, e);
        }
    }
}
