package dev.epochal.server.audit;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.epochal.api.history.HistoryCoding;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Reads records behind their lengths. Behind a length that is none, or cut short, nothing can be told apart: that
/// is the last one. Not thread-safe.
final class Records implements ExportedLines {
    private static final int DIGIT_BITS = 7;
    private static final int LENGTH_OCTETS_MAX = 4;
    private static final Line BROKEN = new Line(ByteString.EMPTY, false);

    private final InputStream in;
    private boolean ended;

    /// @param in behind the octets with which the file begins
    Records(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    @Override
    public HistoryCoding coding() {
        return HistoryCoding.BINARY;
    }

    @Override
    public Optional<Line> next() {
        if (ended) {
            return Optional.empty();
        }
        try {
            int first = in.read();
            var line = first < 0 ? Optional.<Line>empty() : Optional.of(line(first));
            ended = line.filter(Line::whole).isEmpty();
            return line;
        } catch (IOException e) {
            throw new SourceException("The export can't be read further: " + e.getMessage(), e);
        }
    }

    private Line line(int first) throws IOException {
        int length = length(first);
        if (length < 0 || length > OCTETS_MAX) {
            return BROKEN;
        }
        byte[] octets = in.readNBytes(length);
        return octets.length < length ? BROKEN : new Line(UnsafeByteOperations.unsafeWrap(octets), true);
    }

    /// The length whose first octet was read; negative if it is cut short, too long, or has digits that say nothing.
    private int length(int first) throws IOException {
        int length = first & 0x7f;
        int octets = 1;
        for (int octet = first; (octet & 0x80) != 0; octets++) {
            octet = in.read();
            if (octet <= 0 || octets == LENGTH_OCTETS_MAX) {
                return -1;
            }
            length |= (octet & 0x7f) << (octets * DIGIT_BITS);
        }
        return length;
    }
}
