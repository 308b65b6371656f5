package dev.epochal.api;

import dev.epochal.api.exchange.Allowances;
import dev.epochal.api.exchange.Guard;
import dev.epochal.api.exchange.Pace;
import dev.epochal.api.exchange.Room;
import java.time.Duration;
import java.util.List;

/// How much the interface takes from one caller, and from all together, before it asks to come back later.
///
/// @param limits what each caller may ask for
/// @param waitingMax how many submissions wait for their verdict at most: more would only wait longer
public record Protection(Guard.Limits limits, int waitingMax) {
    private static final int UNITS_PER_SECOND = 500;
    private static final int UNITS_BURST = 5_000;
    private static final int INSIDE_MAX = 256;
    private static final Pace.Limits PACE = new Pace.Limits(Duration.ofSeconds(30), Duration.ofMinutes(2));
    private static final int WAITING_MAX = 2_000;
    /// Of the memory that the Java machine may take; a half is for the log and the read model.
    private static final int HELD_SHARE = 4;

    public Protection {
        if (waitingMax < 1) {
            throw new IllegalArgumentException("At least one submission must be able to wait");
        }
    }

    /// 500 units a second, 5,000 at once and 256 requests under way for each user; a quarter of the memory for bodies
    /// and answers; 30 s for header fields and 2 min for bodies and answers; 2,000 submissions that wait.
    public static Protection standard() {
        var rate = new Allowances.Rate(UNITS_PER_SECOND, UNITS_BURST);
        var room = new Room(INSIDE_MAX, Runtime.getRuntime().maxMemory() / HELD_SHARE);
        return new Protection(new Guard.Limits(rate, room, PACE, List.of()), WAITING_MAX);
    }
}
