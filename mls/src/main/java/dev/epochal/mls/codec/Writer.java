package dev.epochal.mls.codec;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/// Writes the presentation language (RFC 9420 §2.1). Not safe for use by several threads.
public final class Writer {
    private static final int VECTOR_SIZE_MAX = (1 << 30) - 1;

    private byte[] array;
    private int size;

    /// An empty writer.
    public Writer() {
        this(64);
    }

    /// An empty writer with room for so many octets.
    public Writer(int capacity) {
        array = new byte[capacity];
    }

    /// Writes a uint8.
    public Writer u8(int value) {
        room(1);
        array[size++] = (byte) value;
        return this;
    }

    /// Writes a uint16.
    public Writer u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    /// Writes a uint32.
    public Writer u32(long value) {
        return u16((int) (value >>> 16)).u16((int) value);
    }

    /// Writes a uint64.
    public Writer u64(long value) {
        return u32(value >>> 32).u32(value);
    }

    /// Writes octets as they are.
    public Writer raw(Octets octets) {
        room(octets.size());
        octets.copyTo(array, size);
        size += octets.size();
        return this;
    }

    /// Writes an `opaque value<V>`.
    public Writer opaque(Octets octets) {
        return length(octets.size()).raw(octets);
    }

    /// Writes a vector whose contents the given code writes.
    public Writer vector(Consumer<Writer> contents) {
        Writer inner = new Writer();
        contents.accept(inner);
        length(inner.size);
        room(inner.size);
        System.arraycopy(inner.array, 0, array, size, inner.size);
        size += inner.size;
        return this;
    }

    /// Writes a vector of structs.
    public Writer list(Collection<? extends Struct> items) {
        return vector(inner -> items.forEach(item -> item.writeTo(inner)));
    }

    /// Writes an `optional<T>`.
    public Writer optional(Optional<? extends Struct> value) {
        u8(value.isPresent() ? 1 : 0);
        value.ifPresent(present -> present.writeTo(this));
        return this;
    }

    /// Writes a vector of code points.
    public Writer codes(Codes codes) {
        return opaque(codes.octets());
    }

    /// Writes the length of a vector in the fewest octets (§2.1.2).
    public Writer length(int length) {
        if (length < 0 || length > VECTOR_SIZE_MAX) {
            throw new IllegalArgumentException("a vector can't have " + length + " octets");
        }
        if (length < 1 << 6) {
            return u8(length);
        }
        return length < 1 << 14 ? u16(1 << 14 | length) : u32(1L << 31 | length);
    }

    /// What was written so far.
    public Octets toOctets() {
        return Octets.owning(Arrays.copyOf(array, size));
    }

    private void room(int more) {
        if (array.length - size < more) {
            array = Arrays.copyOf(array, Math.max(Math.addExact(size, more), array.length * 2));
        }
    }
}
