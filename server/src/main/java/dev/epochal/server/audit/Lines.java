package dev.epochal.server.audit;

import com.google.protobuf.UnsafeByteOperations;
import dev.epochal.api.history.HistoryCoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/// Reads lines of text as octets, each of bounded length. Not thread-safe.
final class Lines implements ExportedLines {
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;

    Lines(InputStream in) {
        this.in = in;
    }

    @Override
    public HistoryCoding coding() {
        return HistoryCoding.JSON_LINES;
    }

    @Override
    public Optional<Line> next() {
        var line = new ByteArrayOutputStream(0);
        while (line.size() <= OCTETS_MAX) {
            if (at == end && !fill()) {
                return line.size() == 0
                        ? Optional.empty()
                        : Optional.of(new Line(UnsafeByteOperations.unsafeWrap(line.toByteArray()), false));
            }
            int newline = at;
            while (newline < end && buffer[newline] != '\n') {
                newline++;
            }
            if (newline < end && line.size() == 0) {
                var whole = Arrays.copyOfRange(buffer, at, newline);
                at = newline + 1;
                return Optional.of(new Line(UnsafeByteOperations.unsafeWrap(whole), true));
            }
            line.write(buffer, at, newline - at);
            at = newline;
            if (newline < end) {
                at++;
                return Optional.of(new Line(UnsafeByteOperations.unsafeWrap(line.toByteArray()), true));
            }
        }
        return Optional.of(new Line(UnsafeByteOperations.unsafeWrap(line.toByteArray()), false));
    }

    private boolean fill() {
        try {
            at = 0;
            end = Math.max(0, in.read(buffer));
            return end > 0;
        } catch (IOException e) {
            throw new SourceException("The export can't be read further: " + e.getMessage(), e);
        }
    }
}
