package dev.epochal.server.fsck;

import dev.epochal.schema.log.Topic;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Counts what was read, and tells it on. Not thread-safe.
final class Tally {
    private final Progress progress;
    private final long ofOffsets;
    private final Map<Stretch, Long> reached = new HashMap<>();
    private final Map<Topic, Long> events = new EnumMap<>(Topic.class);
    private final Map<Topic, Long> keys = new EnumMap<>(Topic.class);

    Tally(Progress progress, List<Stretch> stretches) {
        this.progress = progress;
        this.ofOffsets = stretches.stream().mapToLong(Stretch::end).sum();
    }

    void events(Topic topic, long more) {
        events.merge(topic, more, Long::sum);
    }

    void keys(Topic topic, long more) {
        keys.merge(topic, more, Long::sum);
    }

    void reached(Stretch stretch, long offset) {
        reached.put(stretch, offset);
        long all = events.values().stream().mapToLong(Long::longValue).sum();
        progress.reached(
                all, reached.values().stream().mapToLong(Long::longValue).sum(), ofOffsets);
    }

    long events(Topic topic) {
        return events.getOrDefault(topic, 0L);
    }

    long keys(Topic topic) {
        return keys.getOrDefault(topic, 0L);
    }
}
