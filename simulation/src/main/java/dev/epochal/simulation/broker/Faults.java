package dev.epochal.simulation.broker;

import dev.epochal.simulation.time.Schedule;
import java.util.concurrent.TimeUnit;

/// What goes wrong between a client and the broker, and how often. Everything here is what the real thing may do.
public final class Faults {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Schedule schedule;
    private Rates rates = Rates.CALM;

    public Faults(Schedule schedule) {
        this.schedule = schedule;
    }

    /// How often a thing happens to a request, from 0 to 1.
    ///
    /// @param requestLost it never arrives
    /// @param answerLost it takes effect, but nobody hears of it
    /// @param late it arrives after its sender has given up waiting
    /// @param twice it arrives twice, the second time late
    /// @param slow it takes long, and so do the markers of a transaction
    public record Rates(double requestLost, double answerLost, double late, double twice, double slow) {
        /// Nothing goes wrong.
        public static final Rates CALM = new Rates(0, 0, 0, 0, 0);
    }

    public void set(Rates newRates) {
        rates = newRates;
    }

    Rates rates() {
        return rates;
    }

    long travelNanos() {
        return schedule.chance(rates.slow())
                ? MILLI + schedule.random().nextLong(300 * MILLI)
                : MILLI / 10 + schedule.random().nextLong(MILLI);
    }

    /// Long enough that the sender has given up meanwhile.
    long lateNanos() {
        return 500 * MILLI + schedule.random().nextLong(12_000 * MILLI);
    }

    /// Soon after the first time, or long after.
    long againNanos() {
        return schedule.random().nextBoolean() ? schedule.random().nextLong(50 * MILLI) : lateNanos();
    }

    long markerNanos() {
        return schedule.chance(rates.slow())
                ? schedule.random().nextLong(1_500 * MILLI)
                : schedule.random().nextLong(2 * MILLI);
    }
}
