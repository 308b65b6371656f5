package dev.epochal.mls.follow;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An immutable hash map that shares all but the changed path with its predecessor. Small and single-purpose:
/// the indexes of a tree change with it and must not be copied.
///
/// @param <K> keys with good hash codes; equal hash codes cost a scan
/// @param <V> values
final class PersistentMap<K, V> {
    private static final int BITS = 5;
    private static final int HASH_BITS = 32;

    private final Branch<K, V> root;
    private final int size;

    private PersistentMap(Branch<K, V> root, int size) {
        this.root = root;
        this.size = size;
    }

    private sealed interface Slot<K, V> {}

    /// A key with its hash, which takes long for long keys.
    private record Entry<K, V>(int hash, K key, V value) implements Slot<K, V> {}

    /// Children by five bits of the hash; below the last bits, all entries whose hashes are equal.
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    private record Branch<K, V>(int bitmap, Slot<K, V>[] slots) implements Slot<K, V> {}

    static <K, V> PersistentMap<K, V> empty() {
        return new PersistentMap<>(new Branch<>(0, slots(0)), 0);
    }

    int size() {
        return size;
    }

    Optional<V> get(K key) {
        Entry<K, V> entry = find(key, spread(key));
        return entry == null ? Optional.empty() : Optional.of(entry.value());
    }

    boolean contains(K key) {
        return find(key, spread(key)) != null;
    }

    PersistentMap<K, V> with(K key, V value) {
        int hash = spread(key);
        boolean present = find(key, hash) != null;
        return new PersistentMap<>(put(root, 0, new Entry<>(hash, key, value)), present ? size : size + 1);
    }

    PersistentMap<K, V> without(K key) {
        Entry<K, V> entry = find(key, spread(key));
        return entry == null ? this : new PersistentMap<>(drop(root, 0, entry), size - 1);
    }

    private @Nullable Entry<K, V> find(K key, int hash) {
        Branch<K, V> branch = root;
        for (int shift = 0; shift < HASH_BITS; shift += BITS) {
            int bit = bit(hash, shift);
            if ((branch.bitmap() & bit) == 0) {
                return null;
            }
            switch (branch.slots()[position(branch.bitmap(), bit)]) {
                case Entry<K, V> entry -> {
                    return entry.hash() == hash && entry.key().equals(key) ? entry : null;
                }
                case Branch<K, V> next -> branch = next;
            }
        }
        for (Slot<K, V> slot : branch.slots()) {
            if (slot instanceof Entry<K, V> entry && entry.key().equals(key)) {
                return entry;
            }
        }
        return null;
    }

    private static <K, V> Branch<K, V> put(Branch<K, V> branch, int shift, Entry<K, V> added) {
        if (shift >= HASH_BITS) {
            return putAmongEqualHashes(branch, added);
        }
        int bit = bit(added.hash(), shift);
        int position = position(branch.bitmap(), bit);
        if ((branch.bitmap() & bit) == 0) {
            return new Branch<>(branch.bitmap() | bit, inserted(branch.slots(), position, added));
        }
        Slot<K, V> replacement = switch (branch.slots()[position]) {
            case Branch<K, V> next -> put(next, shift + BITS, added);
            case Entry<K, V> entry when entry.key().equals(added.key()) -> added;
            case Entry<K, V> entry -> put(put(new Branch<>(0, slots(0)), shift + BITS, entry), shift + BITS, added);
        };
        return new Branch<>(branch.bitmap(), replaced(branch.slots(), position, replacement));
    }

    private static <K, V> Branch<K, V> putAmongEqualHashes(Branch<K, V> branch, Entry<K, V> added) {
        for (int i = 0; i < branch.slots().length; i++) {
            if (branch.slots()[i] instanceof Entry<K, V> entry && entry.key().equals(added.key())) {
                return new Branch<>(0, replaced(branch.slots(), i, added));
            }
        }
        return new Branch<>(0, inserted(branch.slots(), branch.slots().length, added));
    }

    private static <K, V> Branch<K, V> drop(Branch<K, V> branch, int shift, Entry<K, V> gone) {
        if (shift >= HASH_BITS) {
            for (int i = 0; i < branch.slots().length; i++) {
                if (branch.slots()[i] instanceof Entry<K, V> entry
                        && entry.key().equals(gone.key())) {
                    return new Branch<>(0, removed(branch.slots(), i));
                }
            }
            return branch;
        }
        int bit = bit(gone.hash(), shift);
        int position = position(branch.bitmap(), bit);
        return switch (branch.slots()[position]) {
            case Entry<K, V> _ -> new Branch<>(branch.bitmap() & ~bit, removed(branch.slots(), position));
            case Branch<K, V> next -> {
                Branch<K, V> smaller = drop(next, shift + BITS, gone);
                yield smaller.slots().length == 0
                        ? new Branch<>(branch.bitmap() & ~bit, removed(branch.slots(), position))
                        : new Branch<>(branch.bitmap(), replaced(branch.slots(), position, smaller));
            }
        };
    }

    private static int spread(Object key) {
        int hash = key.hashCode() * 0x9e3779b9;
        return hash ^ (hash >>> 15);
    }

    private static int bit(int hash, int shift) {
        return 1 << ((hash >>> shift) & 31);
    }

    private static int position(int bitmap, int bit) {
        return Integer.bitCount(bitmap & (bit - 1));
    }

    private static <K, V> Slot<K, V>[] replaced(Slot<K, V>[] slots, int at, Slot<K, V> slot) {
        Slot<K, V>[] copy = slots.clone();
        copy[at] = slot;
        return copy;
    }

    private static <K, V> Slot<K, V>[] inserted(Slot<K, V>[] slots, int at, Slot<K, V> slot) {
        Slot<K, V>[] copy = Arrays.copyOf(slots, slots.length + 1);
        System.arraycopy(slots, at, copy, at + 1, slots.length - at);
        copy[at] = slot;
        return copy;
    }

    private static <K, V> Slot<K, V>[] removed(Slot<K, V>[] slots, int at) {
        Slot<K, V>[] copy = slots(slots.length - 1);
        System.arraycopy(slots, 0, copy, 0, at);
        System.arraycopy(slots, at + 1, copy, at, copy.length - at);
        return copy;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type has no other way
    private static <K, V> Slot<K, V>[] slots(int size) {
        return new Slot[size];
    }
}
