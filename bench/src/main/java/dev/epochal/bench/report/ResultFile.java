package dev.epochal.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes a report for programs.
public final class ResultFile {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ResultFile() {}

    /// Writes a report to `<folder>/<name>.json`.
    ///
    /// @return the file
    public static Path write(Path folder, Report report) {
        var file = folder.resolve(report.name() + ".json");
        try {
            Files.createDirectories(folder);
            Files.write(file, JSON.writeValueAsBytes(report));
        } catch (IOException e) {
            throw new UncheckedIOException("The results can't be written to " + file, e);
        }
        return file;
    }
}
