package dev.epochal.simulation.world;

import com.google.protobuf.ByteString;
import dev.epochal.schema.log.Topic;
import dev.epochal.simulation.broker.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// The rarer things that go wrong in a world, one after the other at random moments.
final class Chaos {
    private static final long MISHAPS_MAX = 20;
    private static final long OUTAGE_NANOS = 3 * Parts.SECOND;
    private static final long CUT_NANOS = 12 * Parts.SECOND;

    private final Parts parts;
    private final BooleanSupplier goesOn;
    private final List<Runnable> mishaps = new ArrayList<>();
    private long left;

    Chaos(Parts parts, List<ProcessorSlot> slots, BooleanSupplier goesOn) {
        this.parts = parts;
        this.goesOn = goesOn;
        this.left = 4 + random(MISHAPS_MAX);
        var chosen = parts.plan().mishaps();
        add(chosen.rebalances(), () -> parts.broker().processors().disturb());
        add(chosen.outages(), () -> parts.setDatabaseAway(random(OUTAGE_NANOS)));
        add(chosen.restores(), this::restore);
        add(chosen.stops(), () -> {
            parts.schedule().count("asked to stop");
            slots.get((int) random(slots.size())).stop();
        });
        add(chosen.cuts(), this::cut);
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
            parts.schedule().in(random(parts.plan().mishaps().everyMillis() * Parts.MILLI), this::next);
        }
    }

    private void next() {
        if (left-- > 0 && goesOn.getAsBoolean()) {
            mishaps.get((int) random(mishaps.size())).run();
            begin();
        }
    }

    /// A restore takes the database away for a moment.
    private void restore() {
        parts.schedule().count("database restored");
        parts.setDatabaseAway(random(Parts.SECOND / 10));
        parts.rows().restore();
        parts.signers().restore();
    }

    /// A process can't reach the broker, or hears nothing from it.
    private void cut() {
        var processes = parts.processes();
        if (processes.isEmpty()) {
            return;
        }
        var link = processes.get((int) random(processes.size())).link();
        if (random(2) == 0) {
            link.cutRequests(random(CUT_NANOS));
        } else {
            link.cutAnswers(random(CUT_NANOS));
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
