package dev.epochal.api.wire;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Reads a connection, and refuses what the web server's own reader lets pass although another one could read it in
/// another way, or what it would fail over: a method that is no token, a target that names no resource, a field without
/// a name (RFC 9112 §5), chunks whose size is not plain hexadecimal digits or whose end is not where their size says
/// (RFC 9112 §7.1). Extensions of chunks and trailers are refused too; no client of this
/// interface needs them.
///
/// The web server holds each chunk in memory as a whole. It is shown a large one as several small ones, so that a
/// sender who may have a body ignored can't have it remembered. For the one thread of its connection.
final class StrictReader extends DataReader {
    private static final int PIECE = 64 << 10;
    private static final int DIGITS_MAX = 8;
    private static final Pattern DIGITS = Pattern.compile("[0-9a-fA-F]{1," + DIGITS_MAX + "}");

    /// A method that is a token, and a target in origin form, asterisk form or absolute form (RFC 9112 §3.2).
    private static final Pattern REQUEST_LINE =
            Pattern.compile("[!#$%&'*+.^_`|~0-9A-Z-]+ (?:/|\\* |https?://)", Pattern.CASE_INSENSITIVE);

    private final long bodyMax;
    private boolean isInFields;
    private Place place = Place.OUTSIDE;
    /// How many octets of the chunk have not been shown yet.
    private long left;

    private enum Place {
        OUTSIDE,
        INSIDE,
        AT_END,
        BEHIND_LAST_CHUNK,
        BROKEN
    }

    /// A reader of these octets.
    ///
    /// @param bodyMax how many octets a chunk may have at most
    // The factory methods that are to be used instead make readers of no other class.
    @SuppressWarnings("removal")
    StrictReader(Supplier<byte[]> octets, long bodyMax) {
        super(octets);
        this.bodyMax = bodyMax;
    }

    /// Whether the fields of a request end here.
    @Override
    public boolean startsWithNewLine() {
        boolean isEnd = super.startsWithNewLine();
        isInFields = !isEnd;
        return isEnd;
    }

    /// Octets, which are a request line unless they belong to a field.
    @Override
    public byte[] readBytes(int octets) {
        var bytes = super.readBytes(octets);
        if (!isInFields
                && !REQUEST_LINE
                        .matcher(new String(bytes, StandardCharsets.ISO_8859_1))
                        .lookingAt()) {
            throw refused(Status.BAD_REQUEST_400);
        }
        return bytes;
    }

    /// Waits for more octets.
    ///
    /// @throws CloseConnectionException if none will come
    @Override
    public void pullData() {
        try {
            super.pullData();
        } catch (InsufficientDataAvailableException e) {
            throw new CloseConnectionException("The other end went away", e);
        }
    }

    /// Where the name of a field ends.
    @Override
    public int findOrNewLine(byte octet, int max) {
        int at = super.findOrNewLine(octet, max);
        if (at == 0) {
            throw new IllegalArgumentException("A header field has no name");
        }
        return at;
    }

    /// What stands around chunks: nothing else in HTTP is read by the line.
    @Override
    public String readLine() {
        return switch (place) {
            case OUTSIDE -> Integer.toHexString(nextPiece());
            case BEHIND_LAST_CHUNK -> {
                expectLineEnd();
                place = Place.OUTSIDE;
                yield "";
            }
            case INSIDE, AT_END, BROKEN ->
                throw new CloseConnectionException("Nothing can be read behind a broken chunk");
        };
    }

    /// Octets, which are those of a chunk if one has begun.
    @Override
    public BufferData readBuffer(int octets) {
        var data = super.getBuffer(octets);
        super.skip(octets);
        if (place == Place.INSIDE) {
            place = Place.AT_END;
        }
        return data;
    }

    /// Passes over octets, which are the end of the line behind a chunk if it has been read.
    @Override
    public void skip(int octets) {
        if (place != Place.AT_END) {
            super.skip(octets);
            return;
        }
        if (left == 0) {
            expectLineEnd();
        }
        place = Place.OUTSIDE;
    }

    private int nextPiece() {
        if (left == 0) {
            left = size(line(DIGITS_MAX));
        }
        int piece = (int) Math.min(left, PIECE);
        left -= piece;
        place = piece == 0 ? Place.BEHIND_LAST_CHUNK : Place.INSIDE;
        return piece;
    }

    private long size(String digits) {
        if (!DIGITS.matcher(digits).matches()) {
            throw refused(Status.BAD_REQUEST_400);
        }
        long size = Long.parseLong(digits, 16);
        if (size > bodyMax) {
            throw refused(Status.REQUEST_ENTITY_TOO_LARGE_413);
        }
        return size;
    }

    private void expectLineEnd() {
        line(0);
    }

    /// A line of so many characters at most.
    private String line(int max) {
        try {
            int end = findNewLine(max + 1);
            if (end <= max) {
                var line = readAsciiString(end);
                super.skip(2);
                return line;
            }
        } catch (IncorrectNewLineException _) {
            throw refused(Status.BAD_REQUEST_400);
        }
        throw refused(Status.BAD_REQUEST_400);
    }

    private RequestException refused(Status status) {
        place = Place.BROKEN;
        return RequestException.builder()
                .type(DirectHandler.EventType.BAD_REQUEST)
                .status(status)
                .message("The octets are no HTTP/1.1")
                .setKeepAlive(false)
                .build();
    }
}
