package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Codes;
import dev.epochal.mls.tree.LeafNode;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.TreeMap;

/// How many members support or use what, so that "all members support it" takes no walk over the members. Immutable.
///
/// @param supporters members for each kind and code point
/// @param credentialsInUse members for each credential type; a small map
record Tallies(PersistentMap<Integer, Integer> supporters, Map<Integer, Integer> credentialsInUse) {
    static final Tallies NONE = new Tallies(PersistentMap.empty(), Map.of());

    /// The kinds of capabilities that are counted.
    enum Kind {
        EXTENSION(0x1_0000),
        PROPOSAL(0x2_0000),
        CREDENTIAL(0x3_0000),
        WIRE_FORMAT(0x4_0000);

        private final int base;

        Kind(int base) {
            this.base = base;
        }
    }

    Tallies plus(LeafNode leaf) {
        return changed(leaf, 1);
    }

    Tallies minus(LeafNode leaf) {
        return changed(leaf, -1);
    }

    /// The same with a leaf in place of another one, which most often supports the same.
    Tallies replaced(LeafNode before, LeafNode after) {
        boolean same = before.capabilities().equals(after.capabilities())
                && before.extensions().equals(after.extensions())
                && before.credential().type() == after.credential().type();
        return same ? this : minus(before).plus(after);
    }

    int supporters(Kind kind, int code) {
        return supporters.get(kind.base | code).orElse(0);
    }

    private Tallies changed(LeafNode leaf, int by) {
        PersistentMap<Integer, Integer> counts = supporters;
        counts = count(counts, Kind.EXTENSION, leaf.capabilities().extensions(), by);
        counts = count(counts, Kind.PROPOSAL, leaf.capabilities().proposals(), by);
        counts = count(counts, Kind.CREDENTIAL, leaf.capabilities().credentials(), by);
        counts = count(counts, Kind.WIRE_FORMAT, WireFormats.supportedBy(leaf), by);
        Map<Integer, Integer> used = new TreeMap<>(credentialsInUse);
        used.merge(leaf.credential().type(), by, Integer::sum);
        used.values().removeIf(count -> count == 0);
        return new Tallies(counts, Map.copyOf(used));
    }

    private static PersistentMap<Integer, Integer> count(
            PersistentMap<Integer, Integer> counts, Kind kind, Codes codes, int by) {
        PersistentMap<Integer, Integer> changed = counts;
        PrimitiveIterator.OfInt each = codes.distinct().iterator();
        while (each.hasNext()) {
            int key = kind.base | each.nextInt();
            int count = changed.get(key).orElse(0) + by;
            changed = count == 0 ? changed.without(key) : changed.with(key, count);
        }
        return changed;
    }
}
