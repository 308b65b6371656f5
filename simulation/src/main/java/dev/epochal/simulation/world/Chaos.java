package dev.epochal.simulation.world;

import com.google.protobuf.ByteString;
import dev.epochal.schema.log.Topic;
import dev.epochal.simulation.broker.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;

/// The rarer things that go wrong in a world, one after the other at random moments.
final class Chaos {
    private static final long EVERY_NANOS = 3 * Parts.SECOND;

    private final Parts parts;
    private final BooleanSupplier goesOn;
    private final List<Runnable> mishaps = new ArrayList<>();
    private Map<TopicPartition, Long> backup = Map.of();

    Chaos(Parts parts, List<ProcessorSlot> slots, BooleanSupplier goesOn) {
        this.parts = parts;
        this.goesOn = goesOn;
        var chosen = parts.plan().mishaps();
        add(chosen.rebalances(), () -> parts.broker().processors().disturb());
        add(chosen.outages(), () -> parts.setDatabaseAway(random(EVERY_NANOS)));
        add(chosen.restores(), this::restore);
        add(chosen.stops(), () -> {
            parts.schedule().count("asked to stop");
            slots.get((int) random(slots.size())).stop();
        });
        add(chosen.strangers(), this::stranger);
        add(chosen.clockJumps(), () -> parts.broker().jump(random(7_200_000) - 3_600_000));
        add(chosen.forgotten(), () -> parts.broker().forgetPositions());
    }

    private void add(boolean happens, Runnable mishap) {
        if (happens) {
            mishaps.add(mishap);
        }
    }

    private long random(long bound) {
        return parts.schedule().random().nextLong(bound);
    }

    void begin() {
        if (!mishaps.isEmpty()) {
            parts.schedule().in(random(EVERY_NANOS), this::next);
        }
    }

    private void next() {
        if (goesOn.getAsBoolean()) {
            mishaps.get((int) random(mishaps.size())).run();
            begin();
        }
    }

    /// Every other time a backup is taken instead. A restore takes the database away for a moment.
    private void restore() {
        if (backup.isEmpty()) {
            backup = parts.rows().backup();
        } else {
            parts.schedule().count("database restored");
            parts.setDatabaseAway(Parts.SECOND / 10);
            parts.rows().restore(backup);
            backup = Map.of();
        }
    }

    /// A record with a broken seal, as whoever has write access by mistake could leave it.
    private void stranger() {
        byte[] key = ByteString.copyFromUtf8("room-0").toByteArray();
        var partition = parts.layout().all(Topic.GROUP_COMMANDS).getFirst();
        parts.broker().append(partition, new LogRecord(key, key, new byte[0]));
        parts.record().stranger();
    }
}
