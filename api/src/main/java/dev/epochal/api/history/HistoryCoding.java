package dev.epochal.api.history;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.epochal.api.exchange.MediaTypes;
import dev.epochal.api.history.HistoryLine.Opening;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// How the lines of an exported history are written one behind the other. Both ways say the same.
public enum HistoryCoding {
    /// A JSON object and a newline each.
    JSON_LINES(MediaTypes.JSON_LINES, "history.jsonl", ByteString.EMPTY) {
        @Override
        public ByteString write(HistoryLine line) {
            return HistoryForm.write(line).concat(NEWLINE);
        }

        @Override
        public Optional<Opening> parseOpening(ByteString octets) {
            return HistoryForm.parseOpening(octets);
        }

        @Override
        public Optional<HistoryLine> parse(ByteString octets, Opening opening) {
            return HistoryForm.parse(octets, opening);
        }
    },
    /// A Protobuf record each, behind its length.
    BINARY(MediaTypes.HISTORY, "history.eph", ByteString.fromHex("8965706f6368616c")) {
        @Override
        public ByteString write(HistoryLine line) {
            var octets = HistoryRecords.write(line);
            return length(octets.size()).concat(octets);
        }

        @Override
        public Optional<Opening> parseOpening(ByteString octets) {
            return HistoryRecords.parseOpening(octets);
        }

        @Override
        public Optional<HistoryLine> parse(ByteString octets, Opening opening) {
            return HistoryRecords.parse(octets, opening);
        }
    };

    private static final ByteString NEWLINE = ByteString.copyFromUtf8("\n");

    private final String mediaType;
    private final String fileName;
    private final ByteString magic;

    HistoryCoding(String mediaType, String fileName, ByteString magic) {
        this.mediaType = mediaType;
        this.fileName = fileName;
        this.magic = magic;
    }

    /// The media type of such a file.
    public String mediaType() {
        return mediaType;
    }

    /// What such a file is called if nobody says otherwise.
    public String fileName() {
        return fileName;
    }

    /// The octets with which such a file begins, before its first line; may be none.
    public ByteString magic() {
        return magic;
    }

    /// The line with what sets it off from the next one.
    public abstract ByteString write(HistoryLine line);

    /// Reads a first line, without what sets it off.
    ///
    /// @return empty if it is anything else
    public abstract Optional<Opening> parseOpening(ByteString octets);

    /// Reads a line behind the first one, without what sets it off.
    ///
    /// @param opening the first line
    /// @return empty if it is neither an event nor the end
    public abstract Optional<HistoryLine> parse(ByteString octets, Opening opening);

    /// A length as Protobuf writes it in front of a record: base 128, least digits first.
    public static ByteString length(int octets) {
        var out = ByteString.newOutput();
        try {
            var coded = CodedOutputStream.newInstance(out);
            coded.writeUInt32NoTag(octets);
            coded.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteString();
    }
}
