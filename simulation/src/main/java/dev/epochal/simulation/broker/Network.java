package dev.epochal.simulation.broker;

import dev.epochal.simulation.time.Reply;
import dev.epochal.simulation.time.Schedule;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Carries requests to the broker and answers back: late, twice, or not at all.
public final class Network {
    private final Schedule schedule;
    private final Faults faults;
    private int powerCuts;

    public Network(Schedule schedule, Faults faults) {
        this.schedule = schedule;
        this.faults = faults;
    }

    /// Whatever is on its way gets lost, for the machines that sent it and the one that it goes to lose power.
    public void losePower() {
        powerCuts++;
    }

    /// Sends a request. What the broker throws is its answer, too.
    public <T> Reply<T> send(Link link, Supplier<T> atBroker) {
        var reply = new Reply<T>();
        var rates = faults.rates();
        if (!link.takesRequests() || schedule.chance(rates.requestLost())) {
            return reply;
        }
        boolean late = schedule.chance(rates.late());
        boolean answered = !late && !schedule.chance(rates.answerLost());
        travel(
                late ? faults.lateNanos() : faults.travelNanos(),
                () -> arrive(atBroker, reply, () -> answered && link.takesAnswers()));
        if (schedule.chance(rates.twice())) {
            travel(faults.againNanos(), () -> arrive(atBroker, new Reply<T>(), () -> false));
        }
        return reply;
    }

    private void travel(long nanos, Runnable arrival) {
        int before = powerCuts;
        schedule.in(nanos, () -> {
            if (powerCuts == before) {
                arrival.run();
            }
        });
    }

    private <T> void arrive(Supplier<T> atBroker, Reply<T> reply, BooleanSupplier answered) {
        try {
            T answer = atBroker.get();
            if (answered.getAsBoolean()) {
                schedule.in(faults.travelNanos(), () -> reply.complete(answer));
            }
        } catch (RuntimeException e) {
            if (answered.getAsBoolean()) {
                schedule.in(faults.travelNanos(), () -> reply.fail(e));
            }
        }
    }
}
