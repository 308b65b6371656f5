package dev.epochal.mls.codec;

import dev.epochal.mls.codec.MalformedException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A strict reader of the presentation language (RFC 9420 §2.1). It copies nothing: what it returns are windows
/// on the input. Every length is checked against what is left before anything is allocated.
///
/// Not safe for use by several threads.
public final class Reader {
    private final byte[] array;
    private final int origin;
    private final int limit;
    private int position;

    private Reader(byte[] array, int origin, int position, int limit) {
        this.array = array;
        this.origin = origin;
        this.position = position;
        this.limit = limit;
    }

    /// A reader at the first octet of the input.
    public static Reader of(Octets input) {
        return new Reader(input.array(), input.offset(), input.offset(), input.offset() + input.size());
    }

    /// Reads one struct that must fill the whole input.
    public static <T> T whole(Octets input, String what, Function<Reader, T> parser) {
        Reader reader = of(input);
        T value = parser.apply(reader);
        reader.end(what);
        return value;
    }

    /// A uint8.
    public int u8(String what) {
        need(1, what);
        return array[position++] & 0xff;
    }

    /// A uint16.
    public int u16(String what) {
        need(2, what);
        int value = (array[position] & 0xff) << 8 | (array[position + 1] & 0xff);
        position += 2;
        return value;
    }

    /// A uint32, never negative.
    public long u32(String what) {
        return (long) u16(what) << 16 | u16(what);
    }

    /// A uint64: compare and print it as unsigned.
    public long u64(String what) {
        return u32(what) << 32 | u32(what);
    }

    /// An `opaque value<V>`.
    public Octets opaque(String what) {
        int size = length(what);
        Octets value = Octets.window(array, position, size);
        position += size;
        return value;
    }

    /// The contents of a vector, to be read item by item.
    public Reader vector(String what) {
        int size = length(what);
        Reader contents = new Reader(array, origin, position, position + size);
        position += size;
        return contents;
    }

    /// All items of a `T items<V>`.
    public <T> List<T> list(String what, Function<Reader, T> parser) {
        Reader contents = vector(what);
        if (!contents.hasRemaining()) {
            return List.of();
        }
        List<T> items = new ArrayList<>();
        while (contents.hasRemaining()) {
            items.add(parser.apply(contents));
        }
        return List.copyOf(items);
    }

    /// A vector of 16-bit code points.
    public Codes codes(String what) {
        int at = position;
        Octets octets = opaque(what);
        if (octets.size() % 2 != 0) {
            throw new MalformedException(Reason.TRUNCATED, what, at - origin);
        }
        return new Codes(octets);
    }

    /// An `optional<T>`: a presence octet of 0 or 1, then the value.
    public <T> Optional<T> optional(String what, Function<Reader, T> parser) {
        int presence = u8(what);
        return switch (presence) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(parser.apply(this));
            default -> throw malformedBehind(1, Reason.UNKNOWN_VALUE, what);
        };
    }

    /// Refuses octets after the end.
    public void end(String what) {
        if (hasRemaining()) {
            throw malformed(Reason.TRAILING_OCTETS, what);
        }
    }

    /// Whether octets are left.
    public boolean hasRemaining() {
        return position < limit;
    }

    /// How many octets are left.
    public int remaining() {
        return limit - position;
    }

    /// The offset of the next octet in the whole input: a mark for [#since(int)].
    public int mark() {
        return position - origin;
    }

    /// Everything that was read since a mark.
    public Octets since(int mark) {
        return Octets.window(array, origin + mark, position - origin - mark);
    }

    /// A refusal at the next octet.
    public MalformedException malformed(Reason reason, String what) {
        return new MalformedException(reason, what, position - origin);
    }

    /// A refusal of the last `size` octets read.
    public MalformedException malformedBehind(int size, Reason reason, String what) {
        return new MalformedException(reason, what, position - origin - size);
    }

    private int length(String what) {
        int start = position;
        int first = u8(what);
        int size = first & 0x3f;
        int minimum = 0;
        switch (first >>> 6) {
            case 0 -> {}
            case 1 -> {
                size = size << 8 | u8(what);
                minimum = 1 << 6;
            }
            case 2 -> {
                size = size << 24 | u8(what) << 16 | u16(what);
                minimum = 1 << 14;
            }
            default -> throw new MalformedException(Reason.BAD_LENGTH, what, start - origin);
        }
        if (size < minimum) {
            throw new MalformedException(Reason.BAD_LENGTH, what, start - origin);
        }
        need(size, what);
        return size;
    }

    private void need(int size, String what) {
        if (limit - position < size) {
            throw malformed(Reason.TRUNCATED, what);
        }
    }
}
