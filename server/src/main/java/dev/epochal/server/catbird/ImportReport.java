package dev.epochal.server.catbird;

import java.util.Map;
import java.util.TreeMap;

/// What an import has done, and what it could not carry over. Not thread-safe.
public final class ImportReport {
    private final Map<String, Long> carried = new TreeMap<>();
    private final Map<String, Long> present = new TreeMap<>();
    private final Map<String, Long> left = new TreeMap<>();

    ImportReport() {}

    void carried(String what) {
        carried.merge(what, 1L, Long::sum);
    }

    void present(String what, long count) {
        present.merge(what, count, Long::sum);
    }

    void left(String why, long count) {
        if (count > 0) {
            left.merge(why, count, Long::sum);
        }
    }

    /// How many of each kind were appended.
    public Map<String, Long> carried() {
        return Map.copyOf(carried);
    }

    /// How many of each kind were there from an earlier run.
    public Map<String, Long> present() {
        return Map.copyOf(present);
    }

    /// How many things can't be carried over, by the reason.
    public Map<String, Long> left() {
        return Map.copyOf(left);
    }
}
