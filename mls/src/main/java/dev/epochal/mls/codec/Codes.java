package dev.epochal.mls.codec;

import java.util.stream.IntStream;

/// An immutable list of 16-bit code points, in the order of the wire. Unknown and GREASE values stay in it.
///
/// @param octets two octets for each code point
public record Codes(Octets octets) {
    /// No code points.
    public static final Codes NONE = new Codes(Octets.EMPTY);

    /// Refuses an odd number of octets.
    public Codes {
        if (octets.size() % 2 != 0) {
            throw new IllegalArgumentException("code points take two octets each, not " + octets.size());
        }
    }

    /// A list of the given code points.
    public static Codes of(int... codes) {
        Writer writer = new Writer();
        for (int code : codes) {
            writer.u16(code);
        }
        return new Codes(writer.toOctets());
    }

    /// How many code points there are.
    public int size() {
        return octets.size() / 2;
    }

    /// The code point at the index.
    public int at(int index) {
        return octets.at(2 * index) << 8 | octets.at(2 * index + 1);
    }

    /// Whether the code point is listed. Takes time in proportion to the size.
    public boolean contains(int code) {
        for (int i = 0; i < size(); i++) {
            if (at(i) == code) {
                return true;
            }
        }
        return false;
    }

    /// The code points in order.
    public IntStream stream() {
        return IntStream.range(0, size()).map(this::at);
    }
}
