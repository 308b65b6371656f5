package dev.epochal.mls.codec;

import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// An immutable list of 16-bit code points, in the order of the wire. Unknown and GREASE values stay in it.
///
/// @param octets two octets for each code point
public record Codes(Octets octets) {
    /// Up to here a scan is cheaper than a set of 65,536 bits.
    private static final int SCAN_MAX = 64;

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

    /// The same as [#contains(int)], for many questions in turn: each takes a time that doesn't grow with the size.
    public IntPredicate lookup() {
        return size() <= SCAN_MAX ? this::contains : set()::get;
    }

    /// Each code point once, in order of first appearance. Takes time in proportion to the size.
    public IntStream distinct() {
        if (size() <= SCAN_MAX) {
            return IntStream.range(0, size()).filter(this::isFirst).map(this::at);
        }
        BitSet seen = new BitSet();
        return stream().filter(code -> {
            boolean first = !seen.get(code);
            seen.set(code);
            return first;
        });
    }

    private boolean isFirst(int index) {
        for (int i = 0; i < index; i++) {
            if (at(i) == at(index)) {
                return false;
            }
        }
        return true;
    }

    private BitSet set() {
        BitSet set = new BitSet();
        stream().forEach(set::set);
        return set;
    }

    /// The code points in order.
    public IntStream stream() {
        return IntStream.range(0, size()).map(this::at);
    }
}
