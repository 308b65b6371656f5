package dev.epochal.projections.wake;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// News of one process for the others, in the form in which they are published:
///
/// ```
/// version (1) | sender (8) | n (2) | n × (partition (4) | offset (8)) | m (2) | m × subject (8)
/// ```
///
/// All numbers are big-endian; partitions rise, and so do subjects.
///
/// @param sender which process tells it, a number that it chose at random
/// @param news what it tells
record WakeUp(long sender, News news) {
    /// How many partitions one tells of.
    static final int REACHED_MAX = 1024;
    /// How many groups and clients one tells of.
    static final int SUBJECTS_MAX = 4096;

    private static final byte VERSION = 1;
    private static final int PLACE_OCTETS = Integer.BYTES + Long.BYTES;
    private static final int EMPTY_OCTETS = 1 + Long.BYTES + Short.BYTES + Short.BYTES;
    private static final int OCTETS_MAX = EMPTY_OCTETS + REACHED_MAX * PLACE_OCTETS + SUBJECTS_MAX * Long.BYTES;

    WakeUp {
        if (news.reached().size() > REACHED_MAX || news.subjects().size() > SUBJECTS_MAX) {
            throw new IllegalArgumentException("More news than one wake-up holds");
        }
    }

    byte[] toBytes() {
        var reached = new TreeMap<>(news.reached());
        var subjects = new TreeSet<>(news.subjects());
        var out = ByteBuffer.allocate(EMPTY_OCTETS + reached.size() * PLACE_OCTETS + subjects.size() * Long.BYTES);
        out.put(VERSION).putLong(sender);
        out.putShort((short) reached.size());
        reached.forEach((partition, offset) -> out.putInt(partition).putLong(offset));
        out.putShort((short) subjects.size());
        subjects.forEach(out::putLong);
        return out.array();
    }

    /// Reads one; empty for all that isn't exactly one, of this version and within the limits.
    static Optional<WakeUp> parse(byte[] octets) {
        if (octets.length < EMPTY_OCTETS || octets.length > OCTETS_MAX || octets[0] != VERSION) {
            return Optional.empty();
        }
        var in = ByteBuffer.wrap(octets, 1, octets.length - 1);
        long sender = in.getLong();
        return reached(in)
                .flatMap(reached -> subjects(in).map(subjects -> new WakeUp(sender, new News(reached, subjects))));
    }

    private static Optional<Map<Integer, Long>> reached(ByteBuffer in) {
        int count = Short.toUnsignedInt(in.getShort());
        if (count > REACHED_MAX || in.remaining() < count * PLACE_OCTETS + Short.BYTES) {
            return Optional.empty();
        }
        var reached = new HashMap<Integer, Long>();
        int last = -1;
        for (int i = 0; i < count; i++) {
            int partition = in.getInt();
            long offset = in.getLong();
            if (partition <= last || offset < 0) {
                return Optional.empty();
            }
            reached.put(partition, offset);
            last = partition;
        }
        return Optional.of(reached);
    }

    /// There is nothing behind them.
    private static Optional<Set<Long>> subjects(ByteBuffer in) {
        int count = Short.toUnsignedInt(in.getShort());
        if (count > SUBJECTS_MAX || in.remaining() != count * Long.BYTES) {
            return Optional.empty();
        }
        var subjects = new HashSet<Long>();
        long last = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            long subject = in.getLong();
            if (i > 0 && subject <= last) {
                return Optional.empty();
            }
            subjects.add(subject);
            last = subject;
        }
        return Optional.of(subjects);
    }
}
