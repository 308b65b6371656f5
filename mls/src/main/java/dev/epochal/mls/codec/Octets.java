package dev.epochal.mls.codec;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// An immutable sequence of octets, often a window on a larger message.
///
/// Equality, hash code and order are those of the contents (unsigned, lexicographic). A window keeps the whole
/// message reachable: call [#compact()] before keeping a small part of a large message for long. Safe for use
/// by several threads.
public final class Octets implements Comparable<Octets> {
    /// No octets at all.
    public static final Octets EMPTY = new Octets(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int size;

    private Octets(byte[] array, int offset, int size) {
        this.array = array;
        this.offset = offset;
        this.size = size;
    }

    /// A copy of the given bytes.
    public static Octets copyOf(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Octets(bytes.clone(), 0, bytes.length);
    }

    /// The given array itself, without a copy: the caller gives it away and must never write to it again.
    public static Octets owning(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Octets(bytes, 0, bytes.length);
    }

    /// The octets of a hexadecimal text; throws `IllegalArgumentException` for anything else.
    public static Octets ofHex(String hex) {
        return owning(HexFormat.of().parseHex(hex));
    }

    /// The UTF-8 octets of a text.
    public static Octets ofText(String text) {
        return owning(text.getBytes(StandardCharsets.UTF_8));
    }

    static Octets window(byte[] array, int offset, int size) {
        return size == 0 ? EMPTY : new Octets(array, offset, size);
    }

    /// How many octets there are.
    public int size() {
        return size;
    }

    /// Whether there are none.
    public boolean isEmpty() {
        return size == 0;
    }

    /// The octet at the index, 0 to 255.
    public int at(int index) {
        return array[offset + checkIndex(index)] & 0xff;
    }

    /// The part from one index (inclusive) to another (exclusive), without a copy.
    public Octets slice(int from, int to) {
        if (from < 0 || to < from || to > size) {
            throw new IndexOutOfBoundsException("slice " + from + ".." + to + " of " + size);
        }
        return window(array, offset + from, to - from);
    }

    /// The same octets in an array of their own, so that nothing else stays reachable.
    public Octets compact() {
        return isCompact() ? this : owning(toByteArray());
    }

    /// Whether nothing but these octets is kept reachable by them.
    public boolean isCompact() {
        return array.length == size;
    }

    /// A fresh array with these octets.
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, offset, offset + size);
    }

    /// Copies all octets into the target, starting at the given index of the target.
    public void copyTo(byte[] target, int at) {
        System.arraycopy(array, offset, target, at, size);
    }

    /// Feeds the octets to a digest.
    public void updateInto(MessageDigest digest) {
        digest.update(array, offset, size);
    }

    /// The octets as lower-case hexadecimal text.
    public String hex() {
        return HexFormat.of().formatHex(array, offset, offset + size);
    }

    /// The octets read as UTF-8; malformed input becomes replacement characters.
    public String text() {
        return new String(array, offset, size, StandardCharsets.UTF_8);
    }

    byte[] array() {
        return array;
    }

    int offset() {
        return offset;
    }

    private int checkIndex(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("octet " + index + " of " + size);
        }
        return index;
    }

    @Override
    public int compareTo(Octets other) {
        return Arrays.compareUnsigned(
                array, offset, offset + size, other.array, other.offset, other.offset + other.size);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Octets that
                && size == that.size
                && Arrays.equals(array, offset, offset + size, that.array, that.offset, that.offset + size);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + size; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    /// The first octets in hexadecimal and the size.
    @Override
    public String toString() {
        return size <= 32 ? hex() : slice(0, 32).hex() + "…(" + size + ")";
    }
}
