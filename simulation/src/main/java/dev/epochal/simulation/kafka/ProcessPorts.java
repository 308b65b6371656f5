package dev.epochal.simulation.kafka;

import dev.epochal.simulation.broker.Broker;
import dev.epochal.simulation.broker.Link;
import dev.epochal.simulation.broker.Network;
import dev.epochal.simulation.time.Host;
import dev.epochal.simulation.time.Schedule;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;

/// A simulated process at its ports: at each step that it takes to the outside it may die, stand still, or wait.
public final class ProcessPorts {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long BACKOFF_NANOS = 2 * MILLI;
    private static final long REQUEST_NANOS = 400 * MILLI;

    private final Schedule schedule;
    private final Host host;
    private final Broker broker;
    private final Network network;
    private final Link link;
    private Perils perils = Perils.NONE;

    public ProcessPorts(Schedule schedule, Host host, Broker broker, Network network) {
        this.schedule = schedule;
        this.host = host;
        this.broker = broker;
        this.network = network;
        this.link = new Link(schedule);
    }

    /// How often something happens to a process at one of its steps, from 0 to 1.
    ///
    /// @param crash it dies
    /// @param standStill it stands still for up to ten seconds
    /// @param hesitate it waits for up to a second
    public record Perils(double crash, double standStill, double hesitate) {
        /// Nothing happens.
        public static final Perils NONE = new Perils(0, 0, 0);
    }

    public void set(Perils newPerils) {
        perils = newPerils;
    }

    public Host host() {
        return host;
    }

    public Schedule schedule() {
        return schedule;
    }

    public Broker broker() {
        return broker;
    }

    /// The process's way to the broker.
    public Link link() {
        return link;
    }

    /// Whether nothing runs in it any more.
    public boolean isDead() {
        return host.isDead();
    }

    /// A step of a thread of this process.
    public void step() {
        schedule.requireAlive();
        if (schedule.chance(perils.crash())) {
            schedule.kill(host);
            schedule.requireAlive();
        }
        if (schedule.chance(perils.standStill())) {
            schedule.standStill(host, schedule.random().nextLong(10_000 * MILLI));
            schedule.pause(0);
        } else if (schedule.chance(perils.hesitate())) {
            schedule.pause(schedule.random().nextLong(1_000 * MILLI));
        }
    }

    /// Asks the broker, again and again until it answers with more than a plea to wait.
    ///
    /// @throws TimeoutException if there is no such answer in time; what was asked for may happen even so
    public <T> T ask(Supplier<T> atBroker, long limitNanos) {
        step();
        long deadline = schedule.now() + limitNanos;
        while (true) {
            var reply = network.send(link, atBroker);
            if (schedule.await(reply, Math.min(REQUEST_NANOS, deadline - schedule.now()))) {
                try {
                    T answer = reply.value();
                    step();
                    return answer;
                } catch (RetriableException e) {
                    schedule.pause(BACKOFF_NANOS);
                }
            }
            if (schedule.now() >= deadline) {
                schedule.count("outcome unknown");
                throw new TimeoutException("No answer in time");
            }
        }
    }

    /// Asks the broker in the background until it answers, a failure ends it, or nobody wants to know any more.
    void askOn(Request<?> request) {
        if (host.isDead() || request.isOver()) {
            return;
        }
        if (host.standsStill(schedule.now())) {
            schedule.in(REQUEST_NANOS, () -> askOn(request));
            return;
        }
        if (schedule.now() >= request.deadline()) {
            request.fail(new TimeoutException("No answer in time"));
            return;
        }
        attempt(request);
    }

    private <T> void attempt(Request<T> request) {
        var reply = network.send(link, request.atBroker());
        boolean[] settled = {false};
        reply.onDone(() -> {
            if (settled[0] || host.isDead()) {
                return;
            }
            settled[0] = true;
            try {
                request.complete(reply.value());
            } catch (RetriableException e) {
                schedule.in(BACKOFF_NANOS, () -> askOn(request));
            } catch (RuntimeException e) {
                request.fail(e);
            }
        });
        schedule.in(REQUEST_NANOS, () -> {
            if (!settled[0]) {
                settled[0] = true;
                askOn(request);
            }
        });
    }
}
