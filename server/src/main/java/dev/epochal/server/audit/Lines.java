package dev.epochal.server.audit;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Reads lines as octets, each of bounded length. Not thread-safe.
final class Lines {
    /// More than the largest event that the log takes, in base64.
    private static final int OCTETS_MAX = 64 << 20;

    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;

    Lines(InputStream in) {
        this.in = in;
    }

    /// A line without its newline.
    ///
    /// @param whole whether it had one, and wasn't longer than a line may be
    record Line(ByteString octets, boolean whole) {}

    /// The next line; empty at the end.
    ///
    /// @throws SourceException if the source can't be read
    Optional<Line> next() {
        var line = new ByteArrayOutputStream();
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
