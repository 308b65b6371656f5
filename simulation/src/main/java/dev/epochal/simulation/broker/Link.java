package dev.epochal.simulation.broker;

import dev.epochal.simulation.time.Schedule;

/// A process's way to the broker. It can be cut in one direction or in both, for a while.
public final class Link {
    private final Schedule schedule;
    private long requestsFrom;
    private long answersFrom;

    public Link(Schedule schedule) {
        this.schedule = schedule;
    }

    /// No request gets through for so long.
    public void cutRequests(long nanos) {
        schedule.count("requests cut off");
        requestsFrom = schedule.now() + nanos;
    }

    /// Requests get through, but no answer, for so long.
    public void cutAnswers(long nanos) {
        schedule.count("answers cut off");
        answersFrom = schedule.now() + nanos;
    }

    /// Everything gets through again.
    public void mend() {
        requestsFrom = 0;
        answersFrom = 0;
    }

    boolean takesRequests() {
        return schedule.now() >= requestsFrom;
    }

    boolean takesAnswers() {
        return schedule.now() >= answersFrom;
    }

    /// Whether both directions are open.
    public boolean isOpen() {
        return takesRequests() && takesAnswers();
    }
}
