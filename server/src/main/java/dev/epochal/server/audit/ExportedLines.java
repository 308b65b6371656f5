package dev.epochal.server.audit;

import com.google.protobuf.ByteString;
import dev.epochal.api.history.HistoryCoding;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Optional;

/// The lines of an export as octets, each of bounded length. Used by one thread.
sealed interface ExportedLines permits Lines, Records {
    /// More than the largest event that the log takes, in base64.
    int OCTETS_MAX = 64 << 20;

    /// How the lines are written.
    HistoryCoding coding();

    /// The next line; empty at the end.
    ///
    /// @throws SourceException if the source can't be read
    Optional<Line> next();

    /// A line without what sets it off from the next one.
    ///
    /// @param whole whether it was set off, and wasn't longer than a line may be
    record Line(ByteString octets, boolean whole) {}

    /// The lines of an export, which tells by its first octets how they are written.
    ///
    /// @throws SourceException if the source can't be read
    static ExportedLines of(InputStream export) {
        var magic = HistoryCoding.BINARY.magic();
        var begin = new PushbackInputStream(export, magic.size());
        try {
            byte[] first = begin.readNBytes(magic.size());
            if (ByteString.copyFrom(first).equals(magic)) {
                return new Records(export);
            }
            begin.unread(first);
            return new Lines(begin);
        } catch (IOException e) {
            throw new SourceException("The export can't be read: " + e.getMessage(), e);
        }
    }
}
