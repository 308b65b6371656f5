package dev.epochal.simulation.time;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The virtual time and the order of everything that happens in a simulated world. Equal seeds give equal orders.
///
/// Steps run one after the other. An actor is a thread that this schedule lets run until its next port call, so code
/// that blocks can be simulated as it is. Steps that are due at the same time run in an order that the seed chooses.
public final class Schedule implements AutoCloseable {
    private record Due(long time, long lot, long number, Runnable step) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(time, other.time);
            int byLot = byTime == 0 ? Long.compare(lot, other.lot) : byTime;
            return byLot == 0 ? Long.compare(number, other.number) : byLot;
        }
    }

    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private final List<Host> hosts = new ArrayList<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private final SplittableRandom random;
    private long now;
    private long steps;
    private long numbers;
    private long trace;
    private @Nullable Actor running;

    public Schedule(SplittableRandom random) {
        this.random = random;
    }

    /// The dice of this world.
    public SplittableRandom random() {
        return random;
    }

    /// Nanoseconds since the world began.
    public long now() {
        return now;
    }

    /// How many steps ran.
    public long steps() {
        return steps;
    }

    /// A number that depends on each step's time and place in the order: equal for equal worlds.
    public long trace() {
        return trace;
    }

    /// Mixes something that happened into [#trace].
    public void note(long what) {
        trace = (trace ^ what) * 0x9E3779B97F4A7C15L;
        trace ^= trace >>> 29;
    }

    /// Counts something worth knowing: a world in which nothing happens proves nothing.
    public void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    /// How often each thing happened.
    public Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    /// Whether the dice show something that happens this often.
    public boolean chance(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /// Lets a step run later.
    public void in(long nanos, Runnable step) {
        due.add(new Due(now + Math.max(0, nanos), random.nextLong(), numbers++, step));
    }

    /// A new process in which nothing runs yet.
    public Host host(String name) {
        var host = new Host(name);
        hosts.add(host);
        return host;
    }

    /// Lets a thread begin in a process.
    public void start(Host host, Runnable body) {
        var actor = new Actor(host, body);
        host.actors().add(actor);
        in(0, () -> wake(actor, 0));
    }

    /// Lets a process stand still, as if it had been stopped by a signal.
    public void standStill(Host host, long nanos) {
        count("stand still");
        host.standStillUntil(now + nanos);
    }

    /// Kills a process at once: each of its threads ends at the step that it is at. A thread may kill its own process;
    /// then this returns and the caller has to end by [#requireAlive].
    public void kill(Host host) {
        if (host.isDead()) {
            return;
        }
        host.die();
        count("crash");
        note(host.name().hashCode());
        in(0, () -> host.actors().stream().filter(actor -> !actor.isEnded()).forEach(this::run));
    }

    /// Ends the calling thread if its process was killed.
    public void requireAlive() {
        var actor = running;
        if (actor != null && actor.host().isDead()) {
            throw new Killed(actor.host().name());
        }
    }

    /// Lets the calling thread wait for so long.
    public void pause(long nanos) {
        await(new Reply<Object>(), nanos);
    }

    /// Lets the calling thread wait for an answer, but not longer than so long.
    ///
    /// @return whether it came
    public boolean await(Reply<?> reply, long nanosMax) {
        var actor = running;
        if (actor == null) {
            throw new IllegalStateException("Only an actor can wait");
        }
        requireAlive();
        actor.startWaiting();
        int wait = actor.waits();
        in(nanosMax, () -> wake(actor, wait));
        reply.onDone(() -> in(0, () -> wake(actor, wait)));
        actor.suspend();
        return reply.isDone();
    }

    /// Runs until the condition holds or the time is over.
    ///
    /// @return whether the condition holds
    public boolean run(BooleanSupplier until, long endTime) {
        while (!until.getAsBoolean()) {
            var next = due.peek();
            if (next == null || next.time() > endTime) {
                now = Math.max(now, endTime);
                return false;
            }
            due.remove();
            now = Math.max(now, next.time());
            steps++;
            note(now);
            next.step().run();
        }
        return true;
    }

    /// Lets an actor go on, if that is still what it waits for.
    private void wake(Actor actor, int wait) {
        if (actor.isEnded() || actor.waits() != wait) {
            return;
        }
        if (!actor.host().isDead() && actor.host().standsStill(now)) {
            in(actor.host().standsStillUntil() - now, () -> wake(actor, wait));
            return;
        }
        run(actor);
    }

    private void run(Actor actor) {
        var before = running;
        running = actor;
        actor.startWaiting();
        try {
            actor.resume();
        } finally {
            running = before;
        }
        var failure = actor.failure();
        if (failure != null) {
            throw new IllegalStateException(actor.host().name() + " failed", failure);
        }
    }

    /// Ends all threads.
    @Override
    public void close() {
        for (var host : hosts) {
            host.die();
            host.actors().stream().filter(actor -> !actor.isEnded()).forEach(this::end);
        }
    }

    private void end(Actor actor) {
        running = actor;
        actor.resume();
        running = null;
    }
}
